// Runs bytecode.py in Pyodide itself, on Node: only it writes what it will read.
//
//     node bytecode.mjs FOLDER_OF_PYODIDE bytecode.py SHARED_FOLDER PACKAGE...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, script, shared, ...packages] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: `${folder}/`, packages });
pyodide.mountNodeFS("/shared", shared);
pyodide.runPython(readFileSync(script, "utf-8"));
