// Writes a spreadsheet: loaded only when a reader saves a table as XLSX. Not by the package's own entry for browsers:
// that packs large files in a worker made from text, which a strict Content-Security-Policy refuses.
import toBytes from "../../node_modules/write-excel-file/modules/export/convertFileContentToUint8ArrayUniversal.js";
import { generateXlsxFileSync } from "../../node_modules/write-excel-file/modules/export/writeXlsxFileUniversal.js";

// A workbook of one sheet as a Blob, in a promise; the options are those of a sheet in write-excel-file.
export const writeWorkbook = (cells, options) => generateXlsxFileSync(cells, options, undefined, toBytes);
