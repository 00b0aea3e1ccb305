import { clientOf } from '../../../../platform/access/client.ts';
import { together } from '../../../../platform/db/together.ts';
import { conflict, notFound } from '../../../../platform/errors.ts';
import { uploadIn } from '../../../../platform/files/keep.ts';
import { serveFile } from '../../../../platform/files/serve.ts';
import { show } from '../../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../../platform/http/visit.ts';
import { textIn } from '../../../../platform/i18n/texts.ts';
import { Actions, ButtonForm, Form } from '../../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../../platform/ui/navigation/navigation.tsx';
import { EmptyState, Notice } from '../../../../platform/ui/notice/notice.tsx';
import { PageTitle, Section } from '../../../../platform/ui/record/record.tsx';
import { ended } from '../application/application.ts';
import { type Answers, mergeAnswers } from '../form/answers.ts';
import { AnswerFacts } from '../form/fields.tsx';
import { formsInForce } from '../form/queries.ts';
import { replyToStaff } from '../thread/commands.ts';
import { ThreadView } from '../thread/views.tsx';
import { attachFile, beginApplication, renewLink, saveApplication, submitApplication, withdrawApplication } from './commands.ts';
import { applicationByLink, aroundOwn, filesQuestion, type OwnApplication, publicFigures } from './queries.ts';
import { BeginForm, FilesPart, QuestionsForm, ReplyForm, Wanted, WayView } from './views.tsx';

/** For those who apply: no account, a link is the key. */
export const applicantPages = (app: Pages): void => {
  app.get('/apply', (c) => beginPage(c, emptyForm()));
  app.post('/apply', (c) =>
    submit(c, beginApplication, {
      more: { language: visit(c).language, client: clientOf(c) },
      done: () => '/apply/sent',
      again: (form) => beginPage(c, form),
    }),
  );
  app.get('/apply/sent', (c) => {
    const { t } = visit(c);
    return show(
      c,
      { title: t('application.sentTitle') },
      <>
        <PageTitle title={t('application.sentTitle')} lead={t('application.sent')} />
        <p>
          <a href="/apply">{t('application.sentAgain')}</a>
        </p>
      </>,
    );
  });
  app.get('/apply/:token', async (c) => ownPage(c, await opened(c, true)));
  app.post('/apply/:token', async (c) => {
    const { act } = await c.req.parseBody();
    const token = c.req.param('token');
    if (act === 'submit')
      return submit(c, submitApplication, {
        more: { token },
        done: ({ missing }) => (missing > 0 ? `/apply/${token}?checked=yes` : `/apply/${token}`),
        again: (form) => againOn(c, form, 'answers'),
      });
    return submit(c, saveApplication, {
      more: { token },
      done: () => `/apply/${token}`,
      again: (form) => againOn(c, form, 'answers'),
      flash: 'application.saved',
    });
  });
  app.post('/apply/:token/reply', (c) =>
    submit(c, replyToStaff, {
      more: { token: c.req.param('token') },
      done: () => `/apply/${c.req.param('token')}#thread`,
      again: (form) => againOn(c, form, 'reply'),
      flash: 'application.replySent',
    }),
  );
  app.post('/apply/:token/files', async (c) => {
    const file = await uploadIn(await c.req.parseBody({ all: true }), 'file');
    return submit(c, attachFile, {
      more: { token: c.req.param('token'), file },
      done: () => `/apply/${c.req.param('token')}#files`,
      again: (form) => againOn(c, form, 'files'),
      flash: 'application.attached',
    });
  });
  app.get('/apply/:token/files/:file{[0-9]{1,15}}', async (c) => {
    const found = await opened(c, false);
    const file = await filesQuestion(visit(c).db, found.id)
      .where('application_file.id', '=', Number(c.req.param('file')))
      .executeTakeFirst();
    if (!file) throw notFound();
    return serveFile(visit(c).services.dataDir, file, c.req.header('if-none-match'));
  });
  app.post('/apply/:token/withdraw', (c) =>
    submit(c, withdrawApplication, {
      more: { token: c.req.param('token') },
      done: ({ removed }) => (removed ? '/apply?removed=yes' : `/apply/${c.req.param('token')}`),
    }),
  );
  app.post('/apply/:token/renew', (c) =>
    submit(c, renewLink, { more: { token: c.req.param('token'), client: clientOf(c) }, done: () => '/apply/sent' }),
  );
};

const beginPage = async (c: PageContext, form: FormState) => {
  const v = visit(c);
  const { t } = v;
  const { forms, figures } = await together(v.db, { forms: formsInForce(v.db), figures: publicFigures(v.db, v.today) });
  return show(
    c,
    { title: t('application.applyTitle') },
    <>
      <PageTitle title={t('application.applyTitle')} lead={t('application.applyLead', { community: v.communityName })} />
      {c.req.query('removed') && <Notice t={t} tone="good" text={t('application.draftRemoved')} />}
      {forms.length === 0 ? (
        <EmptyState title={t('application.noFormTitle')} text={t('application.noForm')} />
      ) : (
        <>
          <BeginForm v={v} form={form} forms={forms} />
          <Wanted v={v} forms={forms} figures={figures} />
        </>
      )}
    </>,
  );
};

const opened = async (c: PageContext, expiredToo: boolean): Promise<OwnApplication> => {
  const v = visit(c);
  const found = await applicationByLink(v.db, c.req.param('token') ?? '', v.now).executeTakeFirst();
  if (!found) throw notFound('application.linkUnknown');
  if (found.expired && !expiredToo) throw conflict('application.linkExpired');
  return found;
};

type Deed = 'answers' | 'reply' | 'files';

/** The page again, with what could not be taken beside the form that was sent. */
const againOn = async (c: PageContext, form: FormState, deed: Deed) => ownPage(c, await opened(c, true), { deed, form });

const ownPage = async (c: PageContext, one: OwnApplication, back?: { deed: Deed; form: FormState }) => {
  const v = visit(c);
  const { t } = v;
  const token = c.req.param('token') ?? '';
  const title = one.ref ? t('application.own', { ref: one.ref }) : t('application.ownDraft');
  if (one.expired)
    return show(
      c,
      { title: t('application.expiredTitle') },
      <>
        <PageTitle title={t('application.expiredTitle')} lead={t('application.expired')} />
        <NotKept v={v} one={one} back={back} />
        <Form action={`/apply/${token}/renew`} once={false} guard={false}>
          <Actions t={t} submit={t('application.renew')} />
        </Form>
      </>,
    );
  const { steps, thread, files } = await together(v.db, aroundOwn(v.db, one.id));
  const open = one.state === 'draft' || one.state === 'incomplete';
  const over = ended.includes(one.state);
  return show(
    c,
    { title },
    <>
      <PageTitle title={one.name ? <bdi>{one.name}</bdi> : title} lead={t(`application.stands.${standing(one, thread)}`)} />
      {one.name && <p class="quiet">{title}</p>}
      <NotKept v={v} one={one} back={back} />
      {one.decision_text && <p dir="auto">{one.decision_text}</p>}
      {one.organisation_ref && (
        <p>
          <a href={`/organisations/${one.organisation_ref}`}>{t('application.inRegister')}</a>
        </p>
      )}
      {one.state === 'rejected' && <Routes c={c} one={one} />}
      {one.removal_on && (
        <>
          <Notice t={t} tone="attention" text={t('application.draftGoes', { day: t.day(one.removal_on) })} />
          <ButtonForm action={`/apply/${token}`}>{t('application.keepDraft')}</ButtonForm>
        </>
      )}
      {one.state !== 'draft' && (
        <Section title={t('application.way')}>
          <WayView v={v} application={one} steps={steps} />
        </Section>
      )}
      {one.state !== 'draft' && (
        <Section title={t('application.thread')} id="thread">
          <ThreadView v={v} thread={thread} forApplicant />
          {!over && (
            <ReplyForm
              v={v}
              action={`/apply/${token}/reply`}
              form={back?.deed === 'reply' ? back.form : emptyForm()}
              label={t('application.yourMessage')}
              submit={t('application.send')}
            />
          )}
        </Section>
      )}
      <Section title={t('application.answers')} id="answers">
        {open ? (
          <QuestionsForm v={v} token={token} content={one.content} answers={one.answers} checked={c.req.query('checked') === 'yes'} />
        ) : (
          <AnswerFacts v={v} content={one.content} answers={one.answers} />
        )}
      </Section>
      <section id="files">
        <FilesPart
          v={v}
          base={`/apply/${token}`}
          files={files}
          attachTo={over ? undefined : `/apply/${token}/files`}
          form={back?.deed === 'files' ? back.form : undefined}
        />
      </section>
      {!over && (
        <Disclosure summary={t(`application.${one.state === 'draft' ? 'removeDraft' : 'withdraw'}`)}>
          <p>{t(`application.${one.state === 'draft' ? 'removeDraftHint' : 'withdrawHint'}`)}</p>
          <ButtonForm action={`/apply/${token}/withdraw`}>
            {t(`application.${one.state === 'draft' ? 'removeDraft' : 'withdraw'}`)}
          </ButtonForm>
        </Disclosure>
      )}
      {one.state === 'draft' && <p class="small quiet">{t('application.draftKeptFor', { count: one.content.rules.draftMonths })}</p>}
      <Notice t={t} tone="info" text={t('application.linkCounts', { day: t.day(one.expires_at.slice(0, 10)) })} />
    </>,
  );
};

/** Why nothing was kept, where the application has gone on or its link has run out, and the words that were typed, to be taken elsewhere. */
const NotKept = ({ v, one, back }: { v: Visit; one: OwnApplication; back: { deed: Deed; form: FormState } | undefined }) => {
  const refusal = back?.form.refusal;
  if (!back || refusal?.kind !== 'conflict') return null;
  const { answers, text } = back.form.values;
  const typed = (typeof answers === 'object' ? answers : {}) as Answers;
  return (
    <>
      <Notice t={v.t} tone="problem" text={v.t(refusal.key, refusal.values)} />
      {(back.deed === 'answers' || (back.deed === 'reply' && typeof text === 'string')) && (
        <Section title={v.t('application.notKept')}>
          {back.deed === 'answers' ? (
            <AnswerFacts v={v} content={one.content} answers={mergeAnswers(one.content, {}, typed)} />
          ) : (
            <p dir="auto">{String(text)}</p>
          )}
        </Section>
      )}
    </>
  );
};

/** Why it was rejected, and the ways to have that reviewed. */
const Routes = ({ c, one }: { c: PageContext; one: OwnApplication }) => {
  const v = visit(c);
  const reason = one.content.reasons.find(({ key }) => key === one.reason_class);
  return (
    <Section title={v.t('application.routes')}>
      {reason && <p>{v.t('application.rejectedFor', { reason: textIn(reason.label, v.languages).text })}</p>}
      <ul>
        {one.content.reviewRoutes.map((route) => (
          <li>
            <b>{textIn(route.label, v.languages).text}</b> {textIn(route.text, v.languages).text}
          </li>
        ))}
      </ul>
    </Section>
  );
};

/** Whoever has written since the application rests is not told anymore that nothing came. */
const standing = (one: { state: string }, thread: readonly { sender: string }[]): string =>
  one.state === 'onHold' && thread.at(-1)?.sender === 'applicant' ? 'onHoldAnswered' : one.state;
