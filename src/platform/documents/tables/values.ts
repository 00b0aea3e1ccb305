/** A value as the text of a cell: the same for people and for reading in again. Lists are joined by `; `, other objects are JSON. */
export const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join('; ');
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object') return String(value);
  return Object.prototype.toString.call(value).startsWith('[object Temporal.') ? String(value) : JSON.stringify(value);
};
