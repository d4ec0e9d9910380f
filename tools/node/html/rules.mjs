// What html-validate asks of every built page: its recommended rules, that is conformance with the HTML standard and
// WCAG. Each exception says why.
import { defineConfig } from "html-validate";

const style = "off"; // how the source is written; the standard allows either way

export default defineConfig({
  root: true,
  extends: ["html-validate:recommended"],
  elements: [
    "html5",
    // The standard does not count <details> as sectioning content, so it may stand in <th>
    // (https://html.spec.whatwg.org/multipage/tables.html#the-th-element).
    { details: { sectioning: false } },
  ],
  rules: {
    "doctype-style": style,
    "no-trailing-whitespace": style,
    "presentation-role-style": style,
    "attribute-boolean-style": style,
    "attribute-empty-style": style,
    "void-style": style,
    "prefer-native-element": style,
    // Material's own ids begin with «__»; the standard allows any id without a blank.
    "valid-id": ["error", { relaxed: true }],
    // A plan or a unit is called what it is called; the standard knows no longest title.
    "long-title": "off",
    // A technique, no requirement: the search answers while one types, there is nothing to send.
    "wcag/h32": "off",
  },
});
