/** JSON as PostgreSQL takes it: it cannot hold the zero character in a text. A backslash that stands before the word u0000 is not one. */
export const asJson = (value: unknown): string => JSON.stringify(value).replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1');
