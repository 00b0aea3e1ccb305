import { notFound } from '../../../platform/errors.ts';
import { show } from '../../../platform/http/show.tsx';
import { emptyForm, type FormState, submit } from '../../../platform/http/submit.ts';
import { type PageContext, type Pages, type Visit, visit } from '../../../platform/http/visit.ts';
import { written } from '../../../platform/i18n/flexible-words.ts';
import { textIn } from '../../../platform/i18n/texts.ts';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { InLanguage } from '../../../platform/ui/prose/prose.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { onlyLooks, peopleFound } from '../choosing/choice.ts';
import { changeTenure, endTenure, fillSeat, withdrawTenure } from './commands.ts';
import { seatToKeep, trail } from './here.ts';
import { tenureQuestion, type WholeSeat, type WholeTenure } from './queries.ts';
import { EndForm, ReasonForm, TenureForm } from './views.tsx';

/** Filling a seat, and correcting and ending somebody's time in it. */
export const tenurePages = (app: Pages): void => {
  app.get('/seats/:seat{[0-9]{1,15}}/fill', async (c) => fillPage(c, await seatToKeep(c), emptyForm({ from: visit(c).today })));
  app.post('/seats/:seat{[0-9]{1,15}}/fill', async (c) => {
    const seat = await seatToKeep(c);
    const looks = await onlyLooks(c);
    if (looks) return fillPage(c, seat, looks);
    return submit(c, fillSeat, {
      more: { seatId: seat.id },
      done: () => `/seats/${seat.id}`,
      again: (form) => fillPage(c, seat, form),
      flash: 'seat.filled',
    });
  });
  app.get('/tenures/:tenure{[0-9]{1,15}}/edit', async (c) => {
    const { tenure, seat } = await tenureToKeep(c);
    return correctPage(c, seat, tenure, emptyForm(valuesOf(tenure)));
  });
  app.post('/tenures/:tenure{[0-9]{1,15}}/edit', async (c) => {
    const { tenure, seat } = await tenureToKeep(c);
    const looks = await onlyLooks(c);
    if (looks) return correctPage(c, seat, tenure, looks);
    return submit(c, changeTenure, {
      more: { tenure: tenure.id },
      done: () => `/seats/${seat.id}`,
      again: (form) => correctPage(c, seat, tenure, form),
      flash: 'tenure.changed',
    });
  });
  app.post('/tenures/:tenure{[0-9]{1,15}}/archive', async (c) => {
    const { tenure, seat } = await tenureToKeep(c);
    return submit(c, withdrawTenure, {
      more: { tenure: tenure.id },
      done: () => `/seats/${seat.id}`,
      again: (form) => correctPage(c, seat, tenure, { ...form, values: { ...valuesOf(tenure), ...form.values } }),
      flash: 'tenure.withdrawn',
    });
  });
  app.get('/tenures/:tenure{[0-9]{1,15}}/end', async (c) => {
    const { tenure, seat } = await tenureToKeep(c);
    return endPage(c, seat, tenure, emptyForm({ to: visit(c).today }));
  });
  app.post('/tenures/:tenure{[0-9]{1,15}}/end', async (c) => {
    const { tenure, seat } = await tenureToKeep(c);
    return submit(c, endTenure, {
      more: { tenure: tenure.id },
      done: ({ ref }) => `/bodies/${ref}`,
      again: (form) => endPage(c, seat, tenure, form),
      flash: 'tenure.ended',
    });
  });
};

const tenureToKeep = async (c: PageContext): Promise<{ tenure: WholeTenure; seat: WholeSeat }> => {
  const v = visit(c);
  const tenure = await tenureQuestion(v.db, Number(c.req.param('tenure'))).executeTakeFirst();
  if (!tenure) throw notFound();
  return { tenure, seat: await seatToKeep(c, tenure.seat_id) };
};

const valuesOf = (tenure: WholeTenure): Record<string, unknown> => ({
  personId: tenure.person_id,
  from: written({ on: tenure.starts_on, span: tenure.starts_span }) ?? '?',
  to: written({ on: tenure.ends_on, span: tenure.ends_span }),
  alternate: tenure.alternate,
  note: tenure.note,
});

const fillPage = async (c: PageContext, seat: WholeSeat, form: FormState) => {
  const v = visit(c);
  const here = `/seats/${seat.id}`;
  return show(
    c,
    { title: v.t('seat.fill'), breadcrumbs: trail(c, seat) },
    <>
      <PageTitle title={v.t('seat.fill')} lead={<Which v={v} seat={seat} />} />
      {seat.term_months !== null && <p class="quiet">{v.t('seat.termNote', { months: seat.term_months })}</p>}
      <TenureForm
        v={v}
        form={form}
        action={`${here}/fill`}
        cancelHref={here}
        submit={v.t('seat.fill')}
        found={await peopleFound(c, form.values.personId)}
      />
    </>,
  );
};

const correctPage = async (c: PageContext, seat: WholeSeat, tenure: WholeTenure, form: FormState) => {
  const v = visit(c);
  const here = `/seats/${seat.id}`;
  return show(
    c,
    { title: v.t('tenure.correctOf', { name: tenure.person_name }), breadcrumbs: trail(c, seat) },
    <>
      <PageTitle title={v.t('tenure.correctOf', { name: tenure.person_name })} lead={<Which v={v} seat={seat} />} />
      <TenureForm
        v={v}
        form={form}
        action={`/tenures/${tenure.id}/edit`}
        cancelHref={here}
        submit={v.t('form.save')}
        version={tenure.version}
        found={await peopleFound(c, form.values.personId)}
      />
      <Disclosure summary={v.t('tenure.withdraw')} open={form.problems.some(({ path }) => path[0] === 'reason')}>
        <p>{v.t('tenure.withdrawNote')}</p>
        <ReasonForm v={v} form={form} action={`/tenures/${tenure.id}/archive`} submit={v.t('tenure.withdraw')} name="tenure" />
      </Disclosure>
    </>,
  );
};

const endPage = (c: PageContext, seat: WholeSeat, tenure: WholeTenure, form: FormState) => {
  const v = visit(c);
  return show(
    c,
    { title: v.t('tenure.endOf', { name: tenure.person_name }), breadcrumbs: trail(c, seat) },
    <>
      <PageTitle title={v.t('tenure.endOf', { name: tenure.person_name })} lead={<Which v={v} seat={seat} />} />
      <EndForm v={v} form={form} action={`/tenures/${tenure.id}/end`} cancelHref={`/seats/${seat.id}`} version={tenure.version} />
    </>,
  );
};

/** Which seat of which body. */
const Which = ({ v, seat }: { v: Visit; seat: WholeSeat }) => (
  <>
    <InLanguage page={v.language} {...textIn(seat.title, v.languages)} />
    {' · '}
    <InLanguage page={v.language} {...textIn(seat.body_name, v.languages)} />
  </>
);
