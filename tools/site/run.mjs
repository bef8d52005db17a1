// Runs a script of Python in Pyodide, on Node: so bytecode is made by what will read it, and tests see
// the platform of the browser without a browser.
//
//     node run.mjs PYODIDE_MJS FOLDER_OF_ITS_FILES SCRIPT SHARED_FOLDER PACKAGE...
import { readFileSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [module, folder, script, shared, ...packages] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(module).href);
const stdlib = readdirSync(folder).find((name) => name.startsWith("python_stdlib"));
const pyodide = await loadPyodide({
  indexURL: `${folder}/`,
  stdLibURL: `${folder}/${stdlib}`,
  packages,
  messageCallback: () => {},
});
pyodide.mountNodeFS("/shared", shared);
pyodide.runPython(readFileSync(script, "utf-8"));
