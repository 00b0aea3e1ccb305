/** What an operation of the description takes and gives, in a few words for people. */

interface Schema {
  type?: string;
  description?: string;
  format?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: Schema | boolean;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

type Content = Readonly<Record<string, { schema: Schema }>>;

export interface Operation {
  /** What all changes take (`$ref`) is told once for all. */
  parameters: readonly ({ name: string; required: boolean; schema?: Schema } | { $ref: string })[];
  requestBody?: { content: Content };
  responses: Readonly<Record<string, { content?: Content }>>;
}

/** Its fields, the required ones with a star, each with what it takes. */
export const fieldsOf = ({ parameters, requestBody }: Operation): { name: string; takes: string }[] => {
  const body = requestBody?.content['application/json']?.schema;
  return [
    ...parameters.flatMap((one) => ('name' in one ? [{ name: starred(one.name, one.required), takes: told(one.schema ?? {}) }] : [])),
    ...Object.entries(body?.properties ?? {}).map(([name, schema]) => ({
      name: starred(name, body?.required?.includes(name) ?? false),
      takes: told(schema),
    })),
  ];
};

/** What it answers with where it is done. */
export const answerOf = ({ responses }: Operation): Schema =>
  (responses[200] ?? responses[201])?.content?.['application/json']?.schema ?? {};

/** `one of call, list, poll`, `1 to 4`, `{ ref, items: [{ recommendation, priority }] }`. */
export const told = (schema: Schema): string => {
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (schema.const !== undefined) return String(schema.const);
  const [alone, ...more] = (schema.anyOf ?? []).filter((one) => one.type !== 'null');
  if (alone) return schema.description ?? [alone, ...more].map(told).join(' or ');
  if (schema.properties?.original && schema.properties.texts) return 'text, or { original, texts: { en: text } }';
  if (schema.properties)
    return `{ ${Object.entries(schema.properties)
      .map(([name, one]) => within(name, one))
      .join(', ')} }`;
  if (schema.items) return `[${told(schema.items)}]`;
  if (schema.description) return schema.description;
  if (schema.type === 'integer' || schema.type === 'number') return numberTold(schema);
  if (schema.type === 'string') return schema.format ?? textTold(schema);
  return schema.type ?? 'anything';
};

const starred = (name: string, required: boolean): string => (required ? `${name}*` : name);

/** A field inside of another: its name says enough unless it holds more fields or a choice. */
const within = (name: string, schema: Schema): string => {
  const words = told(schema);
  return /[{|]/.test(words) ? `${name}: ${words}` : name;
};

const numberTold = ({ type = '', minimum = 0, maximum = Number.MAX_SAFE_INTEGER }: Schema): string =>
  maximum < Number.MAX_SAFE_INTEGER ? `${minimum} to ${maximum}` : type;

const textTold = ({ maxLength }: Schema): string => (maxLength ? `text, at most ${maxLength} characters` : 'text');
