import { z } from 'zod';
import { blank, type Field, field, lengthOf, textOf, type Wrong, wrong } from './field.ts';

/** Text of several lines: Unicode NFC, no outer space, no control characters. Lengths are in characters (code points). */
export const text = ({ min = 1, max = 2_000 }: { min?: number; max?: number } = {}): Field<string> =>
  written(min, max, (typed) => typed.replace(/\r\n?/g, '\n').trim(), {});

/** Text without a practical limit: a report, a statement, minutes. */
export const longText = ({ min = 1, max = 200_000 }: { min?: number; max?: number } = {}): Field<string> => text({ min, max });

/** Text of one line: a title, a name. Line breaks and repeated spaces become one space. */
export const line = ({ min = 1, max = 200 }: { min?: number; max?: number } = {}): Field<string> =>
  written(min, max, (typed) => typed.replace(/\s+/gu, ' ').trim(), {});

/** The reference of a record, upper case: `AL-ALAC-ST-0620-01-00-EN`, `WS2-1.7`. It stands in addresses as one part, so it holds no slash. */
export const reference = ({ max = 60 }: { max?: number } = {}): Field<string, string | number> =>
  written(
    1,
    max,
    (typed) => typed.trim().toUpperCase(),
    { pattern: referencePattern.source },
    (typed) => (referencePattern.test(typed) ? typed : wrong('field.reference')),
  );

const referencePattern = /^[A-Z0-9][A-Z0-9.-]*$/;

const written = <In>(
  min: number,
  max: number,
  tidy: (typed: string) => string,
  description: Record<string, unknown>,
  check: (typed: string) => string | Wrong = (typed) => typed,
): Field<string, In> =>
  field(
    z.string().meta({ ...(min > 0 ? { minLength: min } : {}), maxLength: max, ...description }),
    (raw) => {
      const typed = textOf(raw);
      if (typed === undefined) return wrong('field.text');
      // Control characters cannot be stored (zero) or seen (the others).
      const value = tidy(
        typed
          .toWellFormed()
          .normalize('NFC')
          .replace(/[^\P{Cc}\n\t]/gu, ''),
      );
      if (value === '' && min > 0) return wrong('field.required');
      const length = lengthOf(value);
      if (length < min) return wrong('field.tooShort', { min, length });
      return length > max ? wrong('field.tooLong', { max, length }) : check(value);
    },
    (raw) => (min > 0 ? blank(raw) : raw === undefined || raw === null),
  );
