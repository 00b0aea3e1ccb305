/**
 * Spreadsheets run a CSV cell that begins with one of these signs as a formula. Going out, such a text gets a single quote
 * before it, which spreadsheets understand as "this is text"; coming in, `unprotect` takes exactly one away again.
 * A text that itself begins with quotes and then such a sign gets one more, so nothing is ever lost:
 * `unprotect(protect(text)) === text` for every text. For CSV only: cells of a sheet carry their kind and need no quote.
 */
export const protect = (text: string): string => (/^'*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);

export const unprotect = (cell: string): string => (/^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell);
