import { ApiError } from '../../../shared/api/errors.ts';

/** Why a draft was neither started nor tried out, in the words of the first thing that it lacks. */
export function refusalOf(error: Error | null): Error | null {
  if (!(error instanceof ApiError)) return error;
  const { campaignProblems } = error.body as { campaignProblems?: { message: string; severity: string }[] };
  const first = campaignProblems?.find(({ severity }) => severity === 'error');
  return first ? new Error(first.message) : error;
}
