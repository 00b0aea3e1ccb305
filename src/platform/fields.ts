/**
 * The fields of every noun file. Each takes what a form, a cell of a table and a JSON value may hold, and gives the one stored form. It
 * describes itself for JSON Schema by that stored form. What is wrong is said as message keys; see `fieldProblems`.
 *
 * A field refuses to be absent or empty unless it stands in `optional`.
 */
export { choice, many, yesNo } from './fields/choices.ts';
export { day, flexibleDay, instant } from './fields/days.ts';
export { issue, optional } from './fields/field.ts';
export { country, email, language, termKey, url } from './fields/known.ts';
export { line, longText, reference, text } from './fields/lines.ts';
export { id, percent, version, whole } from './fields/numbers.ts';
export { texts } from './fields/texts.ts';
export { fieldProblems } from './i18n/field-problems.ts';
export { fromForm } from './i18n/form-input.ts';
