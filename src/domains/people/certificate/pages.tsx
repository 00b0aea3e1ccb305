import { together } from '../../../platform/db/together.ts';
import { forbidden, notFound } from '../../../platform/errors.ts';
import { sendDocument } from '../../../platform/http/send-file.ts';
import { show } from '../../../platform/http/show.tsx';
import { type PageContext, type Pages, visit } from '../../../platform/http/visit.ts';
import { type T, translator } from '../../../platform/i18n/catalogue.ts';
import { languages } from '../../../platform/i18n/languages.ts';
import { listOffice } from '../../../platform/lists/office.ts';
import { Field } from '../../../platform/ui/form/field.tsx';
import { Actions, ButtonLink, Form } from '../../../platform/ui/form/form.tsx';
import { Disclosure } from '../../../platform/ui/navigation/navigation.tsx';
import { EmptyState } from '../../../platform/ui/notice/notice.tsx';
import { PageTitle } from '../../../platform/ui/record/record.tsx';
import { Table } from '../../../platform/ui/table/table.tsx';
import { membershipsQuestion, tenuresQuestion } from '../../community/index.ts';
import { recordQuestion } from '../queries.ts';
import { certificateOf, placesOf, servicesOf, whatOf, whenOf, whereOf } from './certificate.ts';

const offered = languages.filter(({ complete }) => complete);

/** What somebody served as, on paper: for the person and for those who keep the records. */
export const certificatePages = (app: Pages): void => {
  app.get('/people/:person{[0-9]{1,15}}/certificate', certificatePage);
  for (const { code } of offered)
    app.get(`/people/:person{[0-9]{1,15}}/certificate/${code}.pdf`, async (c) => {
      const v = visit(c);
      const { person, chosen } = await servedBy(c);
      if (chosen.length === 0) throw notFound('certificate.nothing');
      const t = translator(listOffice().catalogue, code);
      return sendDocument(c, certificateOf({ t, ...around(c), name: person.name }, chosen), 'pdf', `certificate-${v.today}-${code}`);
    });
};

const around = (c: PageContext) => {
  const v = visit(c);
  return { community: v.communityName, today: v.today, site: v.services.baseUrl.replace(/\/$/, '') };
};

/** The person with everything that they served as, and of it what the address asks for; all of it where it asks for nothing. */
const servedBy = async (c: PageContext) => {
  const v = visit(c);
  const id = Number(c.req.param('person'));
  const { found, tenures, memberships } = await together(v.db, {
    found: recordQuestion(v.db, v.actor, id, v.today),
    tenures: tenuresQuestion(v.db, id, null),
    memberships: membershipsQuestion(v.db, v.actor, { person: id }, null),
  });
  const [person] = found;
  if (!person) throw notFound();
  if (!person.mayEdit) throw forbidden();
  const services = servicesOf(tenures, memberships);
  const asked = new Set(c.req.queries('of') ?? []);
  const chosen = asked.size > 0 ? services.filter(({ key }) => asked.has(key)) : services;
  return { person, services, chosen };
};

const certificatePage = async (c: PageContext) => {
  const v = visit(c);
  const t: T = v.t;
  const { person, services, chosen } = await servedBy(c);
  const here = `/people/${person.id}/certificate`;
  const query = chosen.length < services.length ? `?${chosen.map(({ key }) => `of=${key}`).join('&')}` : '';
  const places = placesOf(chosen, around(c).site);
  return show(
    c,
    {
      title: t('certificate.of', { name: person.name }),
      breadcrumbs: [
        { href: '/people', label: t('person.register') },
        { href: `/people/${person.id}`, label: person.name },
      ],
    },
    services.length === 0 ? (
      <>
        <PageTitle title={t('certificate.title')} />
        <EmptyState title={t('certificate.nothing')} />
      </>
    ) : (
      <>
        <PageTitle
          title={t('certificate.title')}
          lead={<bdi>{person.name}</bdi>}
          actions={offered.map(({ code, name }) => (
            <ButtonLink href={`${here}/${code}.pdf${query}`}>
              PDF <span lang={code}>{name}</span>
            </ButtonLink>
          ))}
        />
        <p>{t('certificate.says', { name: person.name, community: v.communityName })}</p>
        <Table
          caption={t('certificate.services')}
          captionHidden
          columns={[{ label: t('certificate.what') }, { label: t('certificate.where') }, { label: t('certificate.when') }]}
          rows={chosen.map((one) => [whatOf(t, one), whereOf(t, one), whenOf(t, one, v.today)])}
        />
        {places.length > 0 && (
          <>
            <p>{t('certificate.check')}</p>
            <ul>
              {places.map((href) => (
                <li>
                  <a href={href}>{href}</a>
                </li>
              ))}
            </ul>
          </>
        )}
        <p class="quiet">{t('certificate.asRecorded', { day: t.day(v.today) })}</p>
        <Disclosure summary={t('certificate.choose')}>
          <Form action={here} method="get">
            <Field
              t={t}
              name="of"
              label={t('certificate.services')}
              control="checkboxes"
              values={chosen.map(({ key }) => key)}
              options={services.map((one) => ({
                value: one.key,
                label: whatOf(t, one),
                hint: `${whereOf(t, one)} · ${whenOf(t, one, v.today)}`,
              }))}
            />
            <Actions t={t} submit={t('certificate.show')} />
          </Form>
        </Disclosure>
      </>
    ),
  );
};
