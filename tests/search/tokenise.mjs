/* The tokens of texts, as the browser makes them: node tokenise.mjs ENGINE < [text] > [[token]]. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { tokenise } = await import(pathToFileURL(process.argv[2]).href);
const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => tokenise(text.normalize("NFC")).map((token) => token.key))));
