import { formWords } from '../http/form-state.ts';
import { show } from '../http/show.tsx';
import { emptyForm, type FormState, submit } from '../http/submit.ts';
import { type PageContext, type Pages, visit } from '../http/visit.ts';
import { Field } from '../ui/form/field.tsx';
import { Actions, ErrorSummary, Form, Hidden } from '../ui/form/form.tsx';
import { PageTitle } from '../ui/record/record.tsx';
import { saveView } from './saved.ts';

export const viewPages = (app: Pages): void => {
  app.get('/views/new', (c) =>
    viewForm(c, emptyForm({ list: c.req.query('list') ?? '', query: c.req.query('query') ?? '', audience: 'private' })),
  );
  app.post('/views', (c) =>
    submit(c, saveView, {
      done: (view) => `/${view.list}${view.query ? `?${view.query}` : ''}`,
      again: (form) => viewForm(c, form),
      flash: 'view.saved',
    }),
  );
};

const viewForm = (c: PageContext, form: FormState) => {
  const { t } = visit(c);
  const { errors, error, value } = formWords(form, t);
  return show(
    c,
    { title: t('view.title') },
    <>
      <PageTitle title={t('view.title')} />
      <Form action="/views">
        <ErrorSummary t={t} errors={errors} />
        <Hidden name="list" value={value('list')} />
        <Hidden name="query" value={value('query')} />
        <Field t={t} name="name" label={t('view.name')} control="text" value={value('name')} error={error('name')} required />
        <Field
          t={t}
          name="audience"
          label={t('view.audience')}
          control="radios"
          value={value('audience')}
          options={['private', 'everyone'].map((audience) => ({ value: audience, label: t(`view.audience.${audience}`) }))}
        />
        <Actions t={t} submit={t('view.save')} />
      </Form>
    </>,
  );
};
