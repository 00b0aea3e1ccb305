import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as f from './fields.ts';

const given = (schema: z.ZodType, value: unknown) => {
  const read = schema.safeParse(value);
  return read.success ? read.data : f.fieldProblems(read.error).map(({ path, key }) => [...path, key].join('/'));
};

describe('form text, a table cell and a JSON value become the same thing', () => {
  it.each<[string, z.ZodType, unknown[], unknown]>([
    ['text', f.text(), ['  Été\r\nhere ', 'E\u0301te\u0301\nhere', 'Été\nhe\0re'], 'Été\nhere'],
    ['line', f.line(), [' Two  words ', 'Two\nwords', 'Two\u00a0words'], 'Two words'],
    ['reference', f.reference(), [' ws2-1.7 ', 'WS2-1.7'], 'WS2-1.7'],
    ['reference that a sheet made a number', f.reference(), [1.7, '1.7'], '1.7'],
    ['day', f.day(), ['2023-03-12', '12 Mar 2023', '12 mars 2023', new Date('2023-03-12T00:00:00Z')], '2023-03-12'],
    [
      'flexible day',
      f.flexibleDay(),
      ['Q1 2021', { from: '2021-01-01', to: '2021-03-31', precision: 'month' }],
      { from: '2021-01-01', to: '2021-03-31', precision: 'month' },
    ],
    [
      'instant',
      f.instant(),
      [
        '2023-03-12T12:00:00Z',
        '2023-03-12T14:00+02:00',
        '2023-03-12 12:00 UTC',
        '2023-03-12T14:00[Africa/Cairo]',
        { local: '2023-03-12T14:00', zone: 'Africa/Cairo' },
      ],
      '2023-03-12T12:00:00Z',
    ],
    ['whole number', f.whole(0, 5_000), [1234, '1234', '1 234', '1,234', '1.234', '١٢٣٤', ' +1234 '], 1234],
    ['negative number', f.whole(), [-5, '-5', '−5'], -5],
    ['percent', f.percent(), [98.5, '98.5', '98,5 %', '98.5%', '٩٨٫٥٪'], 98.5],
    ['yes', f.yesNo(), [true, 'yes', 'Oui', 'Sí', 'si', 'نعم', 'on', 1, '1', 'TRUE', ['no', 'on']], true],
    ['no', f.yesNo(), [false, 'no', 'Non', 'لا', 0, '0', 'false', ['no']], false],
    [
      'choice',
      f.choice(['support', 'depends', 'doNotSupport'], { 'It Depends': 'depends' }),
      ['depends', 'It Depends', ' it-depends ', 'IT DEPENDS.'],
      'depends',
    ],
    ['choice by its value', f.choice(['support', 'doNotSupport']), ['doNotSupport', 'Do not support'], 'doNotSupport'],
    ['e-mail', f.email(), [' 用户@例子.广告', '用户@xn--fsqu00a.xn--4rr70v'], '用户@例子.广告'],
    ['web address', f.url(), ['https://例子.广告', 'https://xn--fsqu00a.xn--4rr70v/'], 'https://xn--fsqu00a.xn--4rr70v/'],
    ['language', f.language(), ['fr', 'FR', 'French', 'français'], 'fr'],
    ['country', f.country(), ['KE', 'ke', 'Kenya', 'KEN'], 'KE'],
    ['Kosovo', f.country(), ['XK', 'Kosovo'], 'XK'],
    ['many', f.many(f.language()), [['fr', 'es'], 'French; Spanish', 'fr\nes', ['', 'fr', 'es', 'fr']], ['fr', 'es']],
    ['many with commas', f.many(f.country(), { commas: true }), ['KE, EG', ['KE', 'EG'], 'KE،EG'], ['KE', 'EG']],
    ['many of one', f.many(f.id()), [7, '7', [7]], [7]],
    ['nothing of many', f.many(f.id()), ['', [''], []], []],
    ['id', f.id(), [12, '12', ' 12 '], 12],
    ['version', f.version(), [3, '3'], 3],
    [
      'texts',
      f.texts({ inLanguage: 'fr' }),
      [
        'Salut',
        { text: 'Salut', language: 'fr' },
        { fr: ' Salut ', en: '' },
        { French: 'Salut' },
        { original: 'fr', texts: { fr: 'Salut', es: '' } },
      ],
      { original: 'fr', texts: { fr: 'Salut' } },
    ],
  ])('%s', (_name, schema, inputs, output) => {
    for (const input of inputs) expect(given(schema, input), String(input)).toEqual(output);
  });

  it('the state of translations survives a round trip', () => {
    const value = { original: 'fr', texts: { fr: 'Salut', en: 'Hi' }, state: { en: 'stale' } };
    expect(given(f.texts(), value)).toEqual(value);
  });
});

describe('what does not fit is refused with a key', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['empty text', f.text(), '  ', 'field.required'],
    ['text that is a list', f.text(), ['a', 'b'], 'field.text'],
    ['short text', f.text({ min: 3 }), 'ab', 'field.tooShort'],
    ['long line', f.line({ max: 3 }), 'abcd', 'field.tooLong'],
    ['reference with a slash', f.reference(), 'WS2/1.7', 'field.reference'],
    ['reference in another script', f.reference(), 'ÄB-1', 'field.reference'],
    ['ambiguous day', f.day(), '3/12/23', 'field.dayAmbiguous'],
    ['impossible day', f.day(), '2023-02-30', 'field.dayInvalid'],
    ['number for a day', f.day(), 45_000, 'field.dayInvalid'],
    ['ambiguous flexible day', f.flexibleDay(), '3/12/23', 'field.dayAmbiguous'],
    ['flexible nonsense', f.flexibleDay(), 'soon', 'field.flexibleDay'],
    ['span that runs backwards', f.flexibleDay(), { from: '2021-02-01', to: '2021-01-01', precision: 'day' }, 'to/field.dayOrder'],
    ['moment without zone', f.instant(), '2023-03-12T14:00', 'field.instantZone'],
    ['moment that is none', f.instant(), 'noon', 'field.instant'],
    ['moment in an unknown zone', f.instant(), { local: '2023-03-12T14:00', zone: 'Mars/Base' }, 'field.instantZone'],
    ['half a number', f.whole(), '1.5', 'field.whole'],
    ['half a JSON number', f.whole(), 1.5, 'field.whole'],
    ['small number', f.whole(1, 9), 0, 'field.tooSmall'],
    ['large number', f.whole(1, 9), '10', 'field.tooLarge'],
    ['more than all', f.percent(), '101 %', 'field.tooLarge'],
    ['no share', f.percent(), 'most', 'field.percent'],
    ['perhaps', f.yesNo(), 'perhaps', 'field.yesNo'],
    ['other choice', f.choice(['a', 'b']), 'c', 'field.choice'],
    ['address without @', f.email(), 'nobody', 'address.noAt'],
    ['script for a link', f.url(), 'javascript:alert(1)', 'field.url'],
    ['invented language', f.language(), 'Klingonish', 'field.language'],
    ['invented country', f.country(), 'Atlantis', 'field.country'],
    ['none of many', f.many(f.id(), { min: 1 }), '', 'field.required'],
    ['too many', f.many(f.id(), { max: 1 }), [1, 2], 'field.tooMany'],
    ['a wrong one among many', f.many(f.id()), [1, 'x'], '1/field.id'],
    ['zero as id', f.id(), 0, 'field.id'],
    ['texts without text', f.texts(), { text: '', language: 'fr' }, 'field.required'],
    ['texts without original', f.texts(), { original: 'en', texts: { fr: 'x' } }, 'original/texts.noOriginal'],
    ['texts in no language', f.texts(), { text: 'x', language: 'nonsense!' }, 'original/field.language'],
    ['texts that are too long', f.texts({ max: 2 }), 'abc', 'field.tooLong'],
  ])('%s', (_name, schema, input, key) => {
    expect(given(schema, input)).toContain(key);
  });

  it('the values for the words come along, and the path as in the input', () => {
    const schema = z.object({
      leads: z.array(z.object({ name: f.line({ max: 5 }) })),
      n: z.number().max(3),
      kind: z.enum(['a']),
      s: z.string(),
    });
    const read = schema.safeParse({ leads: [{ name: 'abcdef' }], n: 4, kind: 'b' });
    expect(f.fieldProblems(read.error as z.ZodError)).toEqual([
      { path: ['leads', 0, 'name'], key: 'field.tooLong', values: { max: 5, length: 6 } },
      { path: ['n'], key: 'field.tooLarge', values: { max: 3 } },
      { path: ['kind'], key: 'field.choice', values: { typed: '', offered: 'a' } },
      { path: ['s'], key: 'field.required' },
    ]);
  });

  it('a rule of a noun speaks in keys too, and a union names what is wrong in the branch that was meant', () => {
    const noun = z.object({ a: f.whole() }).superRefine((_value, context) => context.addIssue(f.issue('noun.rule', { n: 1 }, ['a'])));
    expect(f.fieldProblems(noun.safeParse({ a: 1 }).error as z.ZodError)).toEqual([{ path: ['a'], key: 'noun.rule', values: { n: 1 } }]);
    const union = z.union([z.null(), z.object({ day: f.day() })]);
    expect(given(union, { day: '3/12/23' })).toEqual(['day/field.dayAmbiguous']);
    expect(given(z.strictObject({}), { extra: 1 })).toEqual(['extra/field.unknown']);
  });
});

describe('fields that may stay empty', () => {
  const schema = z.object({
    name: f.line(),
    due: f.optional(f.day()),
    title: f.optional(f.texts()),
    tags: f.optional(f.many(f.line())),
    at: f.optional(f.instant()),
  });

  it('absent stays absent, empty becomes null', () => {
    expect(given(schema, { name: 'x' })).toEqual({ name: 'x' });
    expect(given(schema, { name: 'x', due: ' ', title: { text: '', language: 'fr' }, tags: '', at: { local: '', zone: 'UTC' } })).toEqual({
      name: 'x',
      due: null,
      title: null,
      tags: [],
      at: null,
    });
    expect(given(schema, { name: 'x', due: null, tags: null })).toEqual({ name: 'x', due: null, tags: null });
    expect(given(schema, { name: 'x', due: '3/12/23' })).toEqual(['due/field.dayAmbiguous']);
    expect(given(schema, {})).toEqual(['name/field.required']);
  });

  it('a change of some fields leaves the others alone and may not empty what is required', () => {
    expect(given(schema.partial(), { due: '' })).toEqual({ due: null });
    expect(given(schema.partial(), { name: '' })).toEqual(['name/field.required']);
    expect(given(z.object({ tags: f.many(f.line()) }).partial(), {})).toEqual({});
  });

  it('the types say so', () => {
    const read: { name: string; due?: string | null | undefined } = schema.parse({ name: 'x' });
    const input: z.input<typeof schema> = { name: 'x' };
    expect([read.name, input.name]).toEqual(['x', 'x']);
  });
});

describe('every field describes itself for JSON Schema', () => {
  it('as what is stored, with its limits, and required unless optional', () => {
    const schema = z.object({
      text: f.text({ max: 9 }),
      reference: f.reference(),
      day: f.day(),
      at: f.instant(),
      n: f.whole(1, 5),
      share: f.percent(),
      open: f.yesNo(),
      position: f.choice(['support', 'depends'], { maybe: 'depends' }),
      ids: f.many(f.id(), { max: 3 }),
      mail: f.email(),
      link: f.url(),
      due: f.optional(f.day()),
      when: f.flexibleDay(),
      title: f.texts(),
    });
    const described = z.toJSONSchema(schema, { io: 'input' });
    expect(described.required).toEqual(Object.keys(schema.shape).filter((name) => name !== 'due'));
    expect(described.properties).toMatchObject({
      text: { type: 'string', minLength: 1, maxLength: 9 },
      reference: { type: 'string', pattern: '^[A-Z0-9][A-Z0-9.-]*$' },
      day: { type: 'string', format: 'date' },
      at: { type: 'string', format: 'date-time' },
      n: { type: 'integer', minimum: 1, maximum: 5 },
      share: { type: 'number', minimum: 0, maximum: 100 },
      open: { type: 'boolean' },
      position: { type: 'string', enum: ['support', 'depends'] },
      ids: { type: 'array', items: { type: 'integer', minimum: 1 }, maxItems: 3 },
      mail: { type: 'string', format: 'idn-email' },
      link: { type: 'string', format: 'uri' },
      due: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
      when: {
        type: 'object',
        properties: { from: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] } },
        required: ['from', 'precision'],
      },
      title: {
        type: 'object',
        required: ['original', 'texts'],
        properties: { texts: { type: 'object', additionalProperties: { type: 'string' } } },
      },
    });
    expect(JSON.stringify(z.toJSONSchema(schema, { io: 'output' }))).toContain('idn-email');
  });
});

describe('the entries of a form become nested input', () => {
  it('names with points and brackets nest, repeated names make lists', () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      'title.text': 'Hi',
      'title.language': 'en',
      'leads[1].name': 'B',
      'leads[0].name': 'A',
      'ids[]': '7',
    }))
      form.append(name, value);
    form.append('tags', 'x');
    form.append('tags', 'y');
    expect(f.fromForm(form)).toEqual({
      title: { text: 'Hi', language: 'en' },
      leads: [{ name: 'A' }, { name: 'B' }],
      ids: ['7'],
      tags: ['x', 'y'],
    });
    expect(f.fromForm({ tags: ['x', 'y'], 'a.b': '1' })).toEqual({ tags: ['x', 'y'], a: { b: '1' } });
  });

  it('gaps close, and names that reach into the prototype are left out', () => {
    expect(f.fromForm({ 'a[4]': 'x', 'a[9]': 'y' })).toEqual({ a: ['x', 'y'] });
    const input = f.fromForm({ '__proto__.evil': '1', 'a.constructor.prototype.evil': '1', 'a[x': '1' });
    expect(input).toEqual({});
    expect(({} as Record<string, unknown>).evil).toBeUndefined();
  });

  it('a text that comes without a language is in the language of the page that sent it', () => {
    const schema = z.object({
      title: f.texts(),
      note: f.optional(f.texts()),
      reason: f.text(),
      rows: z.array(z.object({ text: f.texts() })),
    });
    const input = f.fromForm({ title: 'Hola', note: '', reason: 'por qué', 'rows[0].text': 'uno', 'rows[1].text.en': 'two' }, schema, 'es');
    expect(schema.parse(input)).toEqual({
      title: { original: 'es', texts: { es: 'Hola' } },
      note: null,
      reason: 'por qué',
      rows: [{ text: { original: 'es', texts: { es: 'uno' } } }, { text: { original: 'en', texts: { en: 'two' } } }],
    });
  });

  it('with a schema, repeated names keep the last value unless the field is a list', () => {
    const schema = z.object({
      name: f.line(),
      open: f.yesNo(),
      tags: f.optional(f.many(f.line())),
      raw: z.array(z.string()),
      inner: z.object({ raw: z.array(z.string()) }),
    });
    const input = f.fromForm({ name: ['a', 'b'], open: ['no', 'yes'], tags: 'x; y', raw: 'one', 'inner.raw': 'two' }, schema);
    expect(schema.parse(input)).toEqual({ name: 'b', open: true, tags: ['x', 'y'], raw: ['one'], inner: { raw: ['two'] } });
  });
});
