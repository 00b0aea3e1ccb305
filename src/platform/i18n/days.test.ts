import { describe, expect, it } from 'vitest';
import { dayReadings, readDay } from './days.ts';
import { lastDayOf, readFlexibleDay } from './flexible-days.ts';

describe('reading days', () => {
  it.each([
    ['2023-03-12', '2023-03-12'],
    ['2023-03-12T14:00:00Z', '2023-03-12'],
    ['12 Mar 2023', '2023-03-12'],
    ['23 June 2020', '2020-06-23'],
    ['30 septembre 2020', '2020-09-30'],
    ['1er août 2021', '2021-08-01'],
    ['March 12, 2023', '2023-03-12'],
    ['the 3rd of May 2021', '2021-05-03'],
    ['lundi 12 févr. 2024', '2024-02-12'],
    ['12 de marzo de 2023', '2023-03-12'],
    ['12-Mar-2023', '2023-03-12'],
    ['١٢ مارس ٢٠٢٣', '2023-03-12'],
    ['23/06/2020', '2020-06-23'],
    ['06/23/2020', '2020-06-23'],
    ['05/05/2020', '2020-05-05'],
    ['2020/6/3', '2020-06-03'],
  ])('%s is %s', (text, day) => {
    expect(readDay(text)).toEqual({ day });
  });

  it.each(['3/12/23', '03/12/2023', '1.2.2020', '12 Mar 23', '25/5/23'])('%s is refused as ambiguous', (text) => {
    expect(readDay(text)).toEqual({ refused: 'field.dayAmbiguous' });
  });

  it.each(['', 'soon', '2023-02-30', '31 June 2020', '0203-03-12', 'March 2019', '12 Foo 2023', '99/99/2020', '13 14 2020'])(
    '%s is no day',
    (text) => {
      expect(readDay(text)).toEqual({ refused: 'field.dayInvalid' });
    },
  );

  it('what an ambiguous day can mean is offered', () => {
    expect(dayReadings('3/12/2023')).toEqual(['2023-03-12', '2023-12-03']);
    expect(dayReadings('25/5/23')).toEqual(['2023-05-25', '2025-05-23']);
  });

  const span = (from: string | null, to: string | undefined, precision: string) => ({ from, ...(to ? { to } : {}), precision });
  it.each([
    ['12 Mar 2023', span('2023-03-12', undefined, 'day')],
    ['2014', span('2014-01-01', '2014-12-31', 'year')],
    ['2014?', span('2014-01-01', '2014-12-31', 'unknown')],
    ['c. 2014', span('2014-01-01', '2014-12-31', 'unknown')],
    ['March 2019', span('2019-03-01', '2019-03-31', 'month')],
    ['Dec. 2018', span('2018-12-01', '2018-12-31', 'month')],
    ['febrero de 2020', span('2020-02-01', '2020-02-29', 'month')],
    ['2019-03', span('2019-03-01', '2019-03-31', 'month')],
    ['03/2019', span('2019-03-01', '2019-03-31', 'month')],
    ['end 2020', span('2020-12-01', '2020-12-31', 'month')],
    ['end of 2020', span('2020-12-01', '2020-12-31', 'month')],
    ['fin 2020', span('2020-12-01', '2020-12-31', 'month')],
    ['end of Dec 2018', span('2018-12-21', '2018-12-31', 'month')],
    ['mid-2021', span('2021-05-01', '2021-08-31', 'month')],
    ['early March 2021', span('2021-03-01', '2021-03-10', 'month')],
    ['Q3 2021', span('2021-07-01', '2021-09-30', 'month')],
    ['2021 Q1', span('2021-01-01', '2021-03-31', 'month')],
    ['T2 2021', span('2021-04-01', '2021-06-30', 'month')],
    ['3rd quarter of 2021', span('2021-07-01', '2021-09-30', 'month')],
    ['3er trimestre de 2021', span('2021-07-01', '2021-09-30', 'month')],
    ['2019-2020', span('2019-01-01', '2020-12-31', 'year')],
    ['Jan–Mar 2020', span('2020-01-01', '2020-03-31', 'month')],
    ['12–15 March 2023', span('2023-03-12', '2023-03-15', 'day')],
    ['2020-01-01/2020-03-31', span('2020-01-01', '2020-03-31', 'day')],
    ['TBD', span(null, undefined, 'unknown')],
    ['?', span(null, undefined, 'unknown')],
  ])('%s is read as a day that may not be fixed', (text, expected) => {
    expect(readFlexibleDay(text)).toEqual(expected);
  });

  it('nonsense and ambiguous days are not guessed at', () => {
    expect(['soon', '3/12/23', 'Q5 2021', '2020-2019', 'placeholder', ''].map(readFlexibleDay)).toEqual(Array(6).fill(undefined));
  });

  it('the last possible day decides what is overdue', () => {
    expect(lastDayOf({ from: '2014-01-01', to: '2014-12-31', precision: 'year' })).toBe('2014-12-31');
    expect(lastDayOf({ from: null, precision: 'unknown' })).toBeNull();
  });
});
