import { expect, test } from 'vitest';
import { makeCatalogue, translator } from '../i18n/catalogue.ts';
import { formWords } from './form-state.ts';

const words = { 'field.required': 'Please fill this in.', 'field.name.published_on': 'Published on', 'form.errorAt': '{field}: {problem}' };

test('above a form each problem says which field is meant, beside the field it does not', () => {
  const problems = ['publishedOn', 'nameless'].map((name) => ({ path: [name], key: 'field.required' }));
  const { errors, error } = formWords({ values: {}, problems }, translator(makeCatalogue([{ en: words }]), 'en'));
  expect(errors).toEqual([
    { name: 'publishedOn', message: 'Published on: Please fill this in.' },
    { name: 'nameless', message: 'Please fill this in.' },
  ]);
  expect(error('publishedOn')).toBe('Please fill this in.');
});
