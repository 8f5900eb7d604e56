/** Whom an enrolment takes, while somebody chooses. */
import type { Contact } from '../../../../core/api/schemas.ts';
import type { SegmentRules } from '../../../../core/segments/rules.ts';
import type { Enrolment } from './use-enrol.ts';

export type AudienceKind = 'segment' | 'tag' | 'people' | 'all';

/** What was chosen in each of the ways; what is said in another way is kept, in case they change their mind. */
export interface AudienceDraft {
  kind: AudienceKind;
  segmentId: string;
  tag: string;
  people: readonly Contact[];
  /** They said that they mean everybody. */
  isAllMeant: boolean;
}

export const newAudience: AudienceDraft = {
  kind: 'segment',
  segmentId: '',
  tag: '',
  people: [],
  isAllMeant: false,
};

/** Rules that every contact keeps, so that everybody is counted as segments are: quickly, or as an estimate. */
export const everybody: SegmentRules = {
  kind: 'all',
  of: [{ kind: 'created', op: 'between', from: '2000-01-01', to: '2999-12-31' }],
};

/** What the API is asked for; null while something is missing. */
export function audienceOf(draft: AudienceDraft): Enrolment['audience'] | null {
  const { kind, segmentId, tag, people, isAllMeant } = draft;
  switch (kind) {
    case 'segment':
      return segmentId === '' ? null : { segmentId };
    case 'tag':
      return tag === '' ? null : { tag };
    case 'people':
      return people.length === 0 ? null : { contactIds: people.map(({ id }) => id) };
    case 'all':
      return isAllMeant ? { all: true } : null;
  }
}
