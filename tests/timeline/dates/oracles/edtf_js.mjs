// What npm's edtf takes each date of dates.json to span. In an empty folder: `npm install edtf`,
// then `node edtf_js.mjs dates.json > edtf_js.json` with copies of this file and the list.
import { readFileSync } from "node:fs";
import edtf from "edtf";

const day = (moment) =>
  Number.isFinite(moment) ? new Date(moment).toISOString().slice(0, 10) : null;
const spans = {};
for (const text of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  try {
    const date = edtf(text);
    spans[text] = [day(date.min), day(date.max)];
  } catch {
    spans[text] = "refused";
  }
}
console.log(JSON.stringify(spans, null, 1));
