/** Who walks through the journeys. Every name is invented; each holds one role, as in real life. */
export interface Part {
  name: string;
  email: string;
  language: 'en' | 'es' | 'ar';
  role?: { key: string; body?: string };
}

export const cast = {
  ama: { name: 'Ama Owusu', email: 'ama@journeys.example', language: 'en' },
  dana: { name: 'Dana Whitfield', email: 'dana@journeys.example', language: 'en', role: { key: 'journeyStaff' } },
  carmen: { name: 'Carmen Ríos', email: 'carmen@journeys.example', language: 'es', role: { key: 'journeyRapporteur', body: 'LACRALO' } },
  eko: { name: 'Eko Santoso', email: 'eko@journeys.example', language: 'en', role: { key: 'journeyOfficer', body: 'APRALO' } },
  badr: { name: 'بدر حداد', email: 'badr@journeys.example', language: 'ar', role: { key: 'journeyRapporteur', body: 'AFRALO' } },
  fatou: { name: 'Fatou Diallo', email: 'fatou@journeys.example', language: 'en' },
} as const satisfies Record<string, Part>;

export type Name = keyof typeof cast;

/** What the roles of the journeys may do. Staff prepare and keep the records; bodies decide. */
export const roles: Record<string, readonly string[]> = {
  journeyStaff: [
    'review.manage',
    'body.manage',
    'position.draft',
    'position.finalise',
    'triage.propose',
    'priority.manage',
    'priority.agree',
    'feasibility.edit',
    'answer.record',
    'plan.manage',
    'report.write',
    'report.review',
    'report.approve',
    'report.submit',
    'application.handle',
    'application.decide',
  ],
  journeyRapporteur: ['position.draft', 'position.finalise'],
  journeyOfficer: ['position.draft', 'triage.review', 'body.manage', 'application.advise'],
};
