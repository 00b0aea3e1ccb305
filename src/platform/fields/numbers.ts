import { z } from 'zod';
import { latinDigits } from '../i18n/days.ts';
import { type Field, field, textOf, type Wrong, wrong } from './field.ts';

/** A whole number; spaces, points or commas between groups of three are understood, and so are the digits of every script. */
export const whole = (min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER): Field<number, number | string> =>
  field(z.int().min(min).max(max), (raw) => {
    const number = typeof raw === 'number' ? raw : wholeFrom(textOf(raw) ?? '');
    return number !== undefined && Number.isSafeInteger(number) ? within(number, min, max) : wrong('field.whole');
  });

/** A share of a hundred, from 0 to 100: `98`, `98 %`, `98,5`. A JSON 0.98 is not 98 but less than one percent. */
export const percent = (): Field<number, number | string> =>
  field(z.number().min(0).max(100), (raw) => {
    if (typeof raw === 'number') return Number.isFinite(raw) ? within(raw, 0, 100) : wrong('field.percent');
    const typed = latinDigits(textOf(raw) ?? '').replace(/[\s%٪\u200e\u200f\u061c]/gu, '');
    return /^-?\d+([.,٫]\d+)?$/.test(typed) ? within(Number(typed.replace(/[,٫]/, '.')), 0, 100) : wrong('field.percent');
  });

/** The number of a record. */
export const id = (): Field<number, number | string> => positive('field.id');

/** The version that the reader has seen, against lost updates. */
export const version = (): Field<number, number | string> => positive('field.version');

const positive = (key: string): Field<number, number | string> =>
  field(z.int().min(1), (raw) => {
    const number = typeof raw === 'string' && /^\s*\d{1,15}\s*$/.test(raw) ? Number(raw) : raw;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 1 ? number : wrong(key);
  });

const within = (number: number, min: number, max: number): number | Wrong =>
  number < min ? wrong('field.tooSmall', { min }) : number > max ? wrong('field.tooLarge', { max }) : number;

const wholeFrom = (typed: string): number | undefined => {
  const digits = latinDigits(typed).trim().replace(/^−/, '-');
  if (/^[+-]?\d+$/.test(digits)) return Number(digits);
  return /^[+-]?\d{1,3}([\s.,٬'’])\d{3}(\1\d{3})*$/u.test(digits) ? Number(digits.replace(/[\s.,٬'’]/gu, '')) : undefined;
};
