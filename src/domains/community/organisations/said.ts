import { type Saying, sayings } from '../../../platform/http/sayings.ts';
import type { WholeOrganisation } from './queries.ts';

/** What domains say of an organisation on its first page. */
export type OrganisationFact<Row> = Saying<WholeOrganisation, Row>;

export const saidOfOrganisations = sayings<WholeOrganisation>();
