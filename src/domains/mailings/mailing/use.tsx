import type { UseOfView } from '../../../platform/lists/uses.ts';
import { ButtonLink } from '../../../platform/ui/form/form.tsx';
import { Section } from '../../../platform/ui/record/record.tsx';
import { writesMessages } from '../policy.ts';

/** The part of the page of a saved view that leads to a message to those in it. */
export const writing: UseOfView = {
  shown: ({ t, actor }, view, { card }) =>
    card.about &&
    writesMessages(actor) && (
      <Section title={t('mailing.writeToThem')} note={t(`mailing.reaches.${card.about.noun}`)}>
        <p class="row actions">
          <ButtonLink href={`/mailings/new?view=${view.id}`}>{t('mailing.new')}</ButtonLink>
        </p>
      </Section>
    ),
};
