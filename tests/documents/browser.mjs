// Documents through the readers that browsers use: axe-core over HTML pages, light and dark, and pdf.js over the structure
// tree of PDFs. Reads a JSON array of files on standard input, answers with a JSON object by file.
//
// usage: browser.mjs TOOLS_FOLDER
// HTML: {"light": [violations], "dark": [violations]}. PDF: {"parts": [[role, text], …]} in the order of the tree, texts of
// a part that goes over pages joined; "untold": texts that no part of the tree names.
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const tools = path.resolve(process.argv[2]);
const require = createRequire(path.join(tools, "package.json"));
const files = JSON.parse(fs.readFileSync(0, "utf8"));
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const leaves = new Set(["H1", "H2", "H3", "H4", "H5", "H6", "TH", "TD", "Caption", "Figure", "P", "LBody"]);

async function page(browser, file, scheme) {
  const tab = await browser.newPage();
  await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await tab.goto(pathToFileURL(file).href);
  await tab.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
  const found = await tab.evaluate((tags) => axe.run({ runOnly: tags }), rules);
  await tab.close();
  return found.violations.map((v) => `${v.id}: ${v.nodes.length} times, first ${v.nodes[0].html.slice(0, 120)}`);
}

async function pdf(file) {
  const pdfjs = require("pdfjs-dist/legacy/build/pdf.js");
  const document = await pdfjs.getDocument({ data: new Uint8Array(fs.readFileSync(file)), useSystemFonts: false, verbosity: 0 }).promise;
  const parts = [];
  let untold = 0;
  for (let n = 1; n <= document.numPages; ++n) {
    const sheet = await document.getPage(n);
    const content = await sheet.getTextContent({ includeMarkedContent: true });
    const texts = new Map();
    const open = [];
    for (const item of content.items) {
      if (item.type === "beginMarkedContentProps" || item.type === "beginMarkedContent") {
        open.push(item.tag === "Artifact" ? "artifact" : item.id ?? null);
      } else if (item.type === "endMarkedContent") {
        open.pop();
      } else if (item.str !== undefined) {
        const id = [...open].reverse().find((x) => x !== null);
        if (id === undefined && item.str.trim() !== "") ++untold;
        if (id !== undefined) texts.set(id, (texts.get(id) ?? "") + item.str + (item.hasEOL ? " " : ""));
      }
    }
    const words = (node) =>
      node.type === "content" ? texts.get(node.id) ?? "" : (node.children ?? []).map(words).join(" ");
    const walk = (node) => {
      if (node.role && leaves.has(node.role)) {
        parts.push([node.role, words(node).trim(), node.alt ?? ""]);
        if (node.role !== "TD" && node.role !== "LBody") return;
        if (node.role === "TD") return;
      }
      for (const child of node.children ?? []) if (child.type !== "content") walk(child);
    };
    const tree = await sheet.getStructTree();
    if (tree) walk(tree);
  }
  return { parts, untold, pages: document.numPages };
}

const answer = {};
for (const file of files.filter((f) => f.endsWith(".pdf"))) answer[file] = await pdf(file);
const pages = files.filter((f) => f.endsWith(".html"));
if (pages.length > 0) {
  const puppeteer = require("puppeteer-core");
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  for (const file of pages) {
    answer[file] = { light: await page(browser, file, "light"), dark: await page(browser, file, "dark") };
  }
  await browser.close();
}
console.log(JSON.stringify(answer));
