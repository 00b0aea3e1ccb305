import type { T } from '../../../platform/i18n/catalogue.ts';
import type { FlexibleDay } from '../../../platform/i18n/days.ts';
import { readDay } from '../../../platform/i18n/days.ts';
import type { Texts } from '../../../platform/i18n/texts.ts';
import type { Told } from '../../../platform/imports/importer.ts';
import { valueText } from '../../../platform/imports/words.ts';
import type { LeadRole, Status } from './item.ts';
import { dayOf } from './words.ts';

interface Said {
  startsOn?: string;
  status?: Status;
  percent?: number | string;
  parts?: readonly { label: string; title?: string; endsOn?: FlexibleDay; status?: Status; percent?: number | string }[];
  leads?: readonly { role: LeadRole; name: string }[];
  statements?: readonly { field: string; value: string }[];
  parent?: string;
  workstreamTitle?: string;
  workstreamLeads?: string;
  aliases?: readonly string[];
  recommendations?: readonly string[];
}

/** What a line of a plan will make, what matters most first: when, how far, who, where. */
export const toldBy = (input: Record<string, unknown>, t: T): Told[] => {
  const said = input as Said;
  const texts = (['steps', 'outcome', 'note'] as const).map((field) => ({
    label: t(field === 'steps' ? 'plan.implementation' : `plan.${field}`),
    text: input[field] ? valueText(input[field] as Texts, 160) : '',
  }));
  return [
    // Of a row its own words follow; of a sentence what it says is all there is.
    ...(input.title ? [] : (said.statements ?? [])).map(({ field, value }) => ({ label: t(`statement.field.${field}`), text: value })),
    { label: t('plan.startsOn'), text: dayIn(said.startsOn, t) },
    { label: t('plan.proposedEnd'), text: (said.parts ?? []).map((part) => endIn(part, t)).join('; ') },
    { label: t('plan.status'), text: statusIn(said, t) },
    { label: t('plan.leads'), text: (said.leads ?? []).map(({ role, name }) => `${t(`plan.role.${role}`)}: ${name}`).join('; ') },
    { label: t('import.plan.aliases'), text: (said.aliases ?? []).join('; ') },
    { label: t('plan.recommendations'), text: (said.recommendations ?? []).join('; ') },
    { label: t('plan.parent'), text: said.parent ?? '' },
    { label: t('plan.workstream'), text: [said.workstreamTitle, said.workstreamLeads].filter(Boolean).join(' · ') },
    ...texts,
  ].filter(({ text }) => text);
};

const dayIn = (text: string | undefined, t: T): string => {
  const read = readDay(text ?? '');
  return 'day' in read ? t.day(read.day) : (text ?? '');
};

const endIn = ({ label, title, endsOn }: NonNullable<Said['parts']>[number], t: T): string => {
  const day = endsOn?.to ?? endsOn?.from ?? null;
  const precision = endsOn?.precision === 'month' || endsOn?.precision === 'year' ? endsOn.precision : 'day';
  return [label && `${label})`, title, dayOf({ ends_on: day, ends_precision: precision }, t)].filter(Boolean).join(' ');
};

const statusIn = ({ status, percent, parts = [] }: Said, t: T): string => {
  const one = (state: Status | undefined, share: number | string | undefined): string => {
    const words = state ? t(`plan.status.${state}`) : '';
    if (share === undefined || share === '') return words;
    const figure = typeof share === 'number' ? t.percent(share) : share;
    return words ? t('plan.statusWithPercent', { status: words, percent: figure }) : figure;
  };
  const each = parts.filter((part) => part.label && (part.status || part.percent !== undefined));
  return each.length > 0 ? each.map((part) => `${part.label}) ${one(part.status, part.percent)}`).join('; ') : one(status, percent);
};
