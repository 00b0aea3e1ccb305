import { forbidden, notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonForm, Form, Hidden } from '../../../platform/ui/form/form.tsx';
import { Notice } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { kinds } from '../mailing/mailing.ts';
import { chooseMailings, unsubscribe } from './commands.ts';
import { choicesOf, linkOf } from './queries.ts';

export const choicePages = (app: Pages): void => {
  app.get('/mailings/choices', choicePage);
  app.post('/mailings/choices', (c) =>
    submit(c, chooseMailings, { done: () => '/mailings/choices', again: () => choicePage(c), flash: 'mailing.chosen' }),
  );
  // Opening the link changes nothing, for programs open links too.
  app.get('/unsubscribe/:token', linkPage);
  app.post('/unsubscribe/:token', async (c) => {
    const token = c.req.param('token');
    const oneClick = (await c.req.parseBody())['List-Unsubscribe'] !== undefined;
    const answer = await submit(c, unsubscribe, {
      more: { token },
      done: () => `/unsubscribe/${token}`,
      ...(oneClick ? {} : { flash: 'mailing.chosen' }),
    });
    // Mail programs follow no redirection (RFC 8058, 3.1).
    return oneClick ? c.text('ok') : answer;
  });
};

/** What somebody who is signed in has said about messages. */
const choicePage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  if (v.actor.kind !== 'person') throw forbidden('refusal.signIn');
  const said = new Map((await choicesOf(v.db, v.actor)).map((one) => [one.kind, one]));
  return show(
    c,
    { title: t('mailing.choices') },
    <>
      <PageTitle title={t('mailing.choices')} lead={t('mailing.choicesLead')} />
      <Form action="/mailings/choices">
        <Hidden name="wanted" value="" />
        <Field
          t={t}
          name="wanted"
          label={t('mailing.wanted')}
          control="checkboxes"
          values={kinds.filter((kind) => said.get(kind)?.wanted ?? true)}
          options={kinds.map((kind) => {
            const one = said.get(kind);
            return {
              value: kind,
              label: t(`mailing.kind.${kind}`),
              ...(one
                ? { hint: t(one.wanted ? 'mailing.wantedSince' : 'mailing.endedSince', { day: t.day(one.decided_at.slice(0, 10)) }) }
                : {}),
            };
          })}
        />
        <p class="small quiet">{t('mailing.aboutYourself')}</p>
        <Actions t={t} submit={t('form.save')} />
      </Form>
    </>,
  );
};

const linkPage = async (c: PageContext) => {
  const v = visit(c);
  const { t } = v;
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Robots-Tag', 'noindex');
  const token = c.req.param('token') ?? '';
  const link = await linkOf(v.db, token);
  if (!link) throw notFound('mailing.linkUnknown');
  const kind = t(`mailing.kind.${link.kind}`);
  const action = `/unsubscribe/${token}`;
  const ended = link.wanted === false && link.decided_at !== null;
  return show(
    c,
    { title: t('mailing.unsubscribe') },
    <>
      <PageTitle title={t('mailing.unsubscribe')} lead={t('mailing.unsubscribeLead', { kind, community: v.communityName })} />
      {ended && <Notice t={t} tone="good" text={t('mailing.noMore', { kind, day: t.day((link.decided_at ?? '').slice(0, 10)) })} />}
      <div class="row actions">
        {ended ? (
          <ButtonForm action={action} fields={{ again: 'yes' }}>
            {t('mailing.getAgain', { kind })}
          </ButtonForm>
        ) : (
          <ButtonForm action={action} primary>
            {t('mailing.endKind', { kind })}
          </ButtonForm>
        )}
        <ButtonForm action={action} fields={{ all: 'yes' }}>
          {t('mailing.endAll')}
        </ButtonForm>
      </div>
      <p class="small quiet">{t('mailing.aboutYourself')}</p>
    </>,
  );
};
