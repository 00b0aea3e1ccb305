import { formWords } from '../../../platform/http/form-state.ts';
import type { FormState } from '../../../platform/http/submit.ts';
import type { T } from '../../../platform/i18n/catalogue.ts';
import {
  Actions,
  ButtonForm,
  ButtonLink,
  EmptyState,
  Field,
  Form,
  Notice,
  PageTitle,
  Section,
  StatusChip,
  Table,
  Time,
} from '../../../platform/ui/index.ts';
import { Problems } from '../problems.tsx';
import { daysWithSeat } from './erasure.ts';

export interface OpenErasure {
  id: number;
  dueOn: string;
}

/** On the page of one's own account: take everything with you, or go. */
export const Leaving = ({ t, erasure }: { t: T; erasure: OpenErasure | undefined }) => (
  <Section title={t('ownData.title')} note={t('ownData.note')} id="leaving">
    {erasure && <Waiting t={t} erasure={erasure} />}
    <div class="row actions">
      <ButtonLink href="/account/my-data.zip">{t('ownData.download')}</ButtonLink>
      {!erasure && <a href="/account/erasure">{t('erasure.ask')}</a>}
    </div>
  </Section>
);

export const Waiting = ({ t, erasure }: { t: T; erasure: OpenErasure }) => (
  <Notice t={t} tone="attention" text={t('erasure.waits', { day: t.day(erasure.dueOn) })}>
    <ButtonForm action={`/account/erasure/${erasure.id}/withdrawal`}>{t('erasure.withdraw')}</ButtonForm>
  </Notice>
);

export interface ErasurePageProps {
  t: T;
  name: string;
  action: string;
  back: string;
  seats: number;
  form: FormState;
}

export const ErasurePage = ({ t, name, action, back, seats, form }: ErasurePageProps) => {
  const { error } = formWords(form, t);
  return (
    <article class="flow">
      <PageTitle title={t('erasure.title')} lead={t('erasure.lead', { name })} />
      <ul class="prose">
        <li>{t('erasure.goes')}</li>
        <li>{t('erasure.stays')}</li>
        <li>{seats > 0 ? t('erasure.withSeat', { days: daysWithSeat, seats }) : t('erasure.atOnce')}</li>
      </ul>
      <Form action={action} label={t('erasure.title')}>
        <Problems t={t} form={form} />
        <Field t={t} name="sure" label={t('erasure.sure')} control="checkbox" checked={false} value="yes" error={error('sure')} />
        <Actions t={t} submit={t('erasure.do')} cancelHref={back} danger />
      </Form>
    </article>
  );
};

export interface LoggedErasure {
  id: number;
  pseudonym: string;
  bySelf: boolean;
  askedAt: string;
  dueOn: string;
  withdrawnAt: string | null;
  doneAt: string | null;
  counts: Record<string, number>;
  filesRemoved: number;
  mentioning: readonly { id: number; name: string }[];
}

export const ErasureLog = ({ t, erasures }: { t: T; erasures: readonly LoggedErasure[] }) => (
  <article class="flow">
    <PageTitle title={t('erasure.log')} lead={t('erasure.logLead')} />
    {erasures.length === 0 ? (
      <EmptyState title={t('erasure.logEmpty')} />
    ) : (
      <Table
        caption={t('erasure.log')}
        captionHidden
        columns={['erasure.pseudonym', 'erasure.askedAt', 'erasure.dueOn', 'erasure.rows', 'erasure.files', 'grant.state'].map((key) => ({
          label: t(key),
        }))}
        rows={erasures.map((one) => [
          <bdi>{one.pseudonym}</bdi>,
          <>
            <Time when={{ iso: one.askedAt, text: t.day(one.askedAt) }} /> {t(one.bySelf ? 'erasure.bySelf' : 'erasure.byOffice')}
          </>,
          t.day(one.dueOn),
          t.number(Object.values(one.counts).reduce((sum, count) => sum + count, 0)),
          <FilesOf t={t} erasure={one} />,
          one.doneAt ? (
            <StatusChip tone="done" label={t('erasure.state.done')} />
          ) : one.withdrawnAt ? (
            <StatusChip tone="off" shape="ring" label={t('erasure.state.withdrawn')} />
          ) : (
            <StatusChip tone="waiting" label={t('erasure.state.waiting')} />
          ),
        ])}
      />
    )}
  </article>
);

const FilesOf = ({ t, erasure: { id, filesRemoved, mentioning } }: { t: T; erasure: LoggedErasure }) => {
  if (filesRemoved === 0 && mentioning.length === 0) return <>–</>;
  return (
    <div class="flow">
      {filesRemoved > 0 && <p>{t('erasure.filesRemoved', { count: filesRemoved })}</p>}
      {mentioning.length > 0 && <p>{t('erasure.filesToLook')}</p>}
      {mentioning.map((file) => (
        <div class="row actions">
          <a href={`/people-and-roles/erasures/${id}/files/${file.id}`}>
            <bdi>{file.name}</bdi>
          </a>
          <ButtonForm action={`/people-and-roles/erasures/${id}/files/${file.id}/removal`}>{t('erasure.fileRemove')}</ButtonForm>
          <ButtonForm action={`/people-and-roles/erasures/${id}/files/${file.id}/stay`}>{t('erasure.fileKeep')}</ButtonForm>
        </div>
      ))}
    </div>
  );
};
