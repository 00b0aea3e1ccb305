import type { Example } from '../examples.tsx';
import { Field } from './field.tsx';
import { Actions, ButtonForm, ButtonLink, Conflict, ErrorSummary, FieldRow, FieldSet, Form } from './form.tsx';

const languages = [
  { code: 'en', name: 'English', dir: 'ltr' },
  { code: 'ar', name: 'العربية', dir: 'rtl' },
  { code: 'fr', name: 'Français', dir: 'ltr' },
  { code: 'es', name: 'Español', dir: 'ltr' },
] as const;

export const formExamples: Example[] = [
  {
    name: 'Form: every control, with errors',
    view: (t) => (
      <Form action="#" version={7} label="Example">
        <ErrorSummary
          t={t}
          errors={[
            { name: 'title', message: 'Give the action a title of at most 200 characters.' },
            { name: 'due_on', message: 'The end lies before the start: choose a day after 8 Jan 2027.' },
          ]}
        />
        <Field t={t} control="text" name="title" label="Title" required error="Give the action a title of at most 200 characters." />
        <FieldRow>
          <Field t={t} control="date" name="from" label="Start" value="2027-01-08" />
          <Field
            t={t}
            control="date"
            name="due_on"
            label="Proposed end"
            value="2026-12-01"
            hint="A day, as agreed by the body."
            error="The end lies before the start: choose a day after 8 Jan 2027."
          />
          <Field t={t} control="number" name="percent" label="Done, in per cent" value={62} attributes={{ min: '0', max: '100' }} />
        </FieldRow>
        <Field
          t={t}
          control="textarea"
          name="note"
          label="What happened"
          hint="Each note is dated. Links and lists are kept."
          value={'The drafting team met twice.\nA first text is with the regions until 14 Dec.'}
        />
        <FieldSet legend="Who and how" hint="Seen by everyone who may see the action.">
          <Field
            t={t}
            control="select"
            name="lead"
            label="Lead"
            none="Choose a person"
            value="nb"
            options={[
              { value: 'nb', label: 'Nadia Benhaddou' },
              { group: 'Staff', options: [{ value: 'em', label: 'Élodie Marchetti' }] },
            ]}
          />
          <Field
            t={t}
            control="radios"
            name="health"
            label="Health"
            value="risk"
            options={[
              { value: 'on', label: 'On track' },
              { value: 'risk', label: 'At risk', hint: 'may end later than proposed' },
              { value: 'off', label: 'Off track', hint: 'will not end as proposed' },
            ]}
          />
          <Field
            t={t}
            control="checkboxes"
            name="regions"
            label="Regions"
            inline
            values={['af', 'eu']}
            options={[
              { value: 'af', label: 'Africa' },
              { value: 'ap', label: 'Asia-Pacific' },
              { value: 'eu', label: 'Europe' },
              { value: 'na', label: 'North America', disabled: true },
            ]}
          />
          <Field t={t} control="email" name="mail" label="E-mail" value="用户@例子.广告" hint="Addresses in any script are welcome." />
          <Field t={t} control="file" name="evidence" label="Evidence" hint="PDF, DOCX or an image, at most 20 MB." />
          <Field
            t={t}
            control="checkbox"
            name="public"
            label="Show this on the public page"
            checked
            hint="Names of people are never shown there."
          />
        </FieldSet>
        <Field
          t={t}
          control="texts"
          name="summary"
          label="Summary"
          required
          hint="Write in any language; mark the one it was first written in."
          languages={languages}
          original="en"
          state={{ ar: 'machine' }}
          texts={{ en: 'One set of expectations for every region.', ar: 'مجموعة واحدة من التوقعات لكل منطقة.' }}
          rows={2}
        />
        <Actions t={t} submit="Save the action" cancelHref="#back" other={{ label: 'Save as a draft', name: 'draft', value: 'true' }} />
      </Form>
    ),
  },
  {
    name: 'Conflict: someone saved first',
    view: (t) => (
      <Form action="#" version={9} guard={false} label="Conflict example">
        <Conflict
          t={t}
          who="Badr Okafor"
          when={{ iso: '2026-11-20T09:12Z', text: '20 Nov 2026, 09:12 UTC' }}
          historyHref="#history"
          changes={[
            { name: 'due_on', label: 'Proposed end', before: '31 Mar 2027', theirs: '30 Jun 2027', yours: '30 Apr 2027' },
            { name: 'lead', label: 'Lead', before: 'Élodie Marchetti', theirs: 'Nadia Benhaddou', yours: 'Élodie Marchetti' },
          ]}
        />
        <Actions t={t} submit="Save again" cancelHref="#back" />
      </Form>
    ),
  },
  {
    name: 'Buttons',
    view: () => (
      <div class="row">
        <ButtonLink href="#" primary>
          Record a position
        </ButtonLink>
        <ButtonLink href="#">Follow</ButtonLink>
        <ButtonForm action="#" version={3}>
          Archive
        </ButtonForm>
        <button class="button primary danger" type="button">
          Erase this person’s data
        </button>
        <button class="button" type="button" disabled>
          Not yet
        </button>
      </div>
    ),
  },
];
