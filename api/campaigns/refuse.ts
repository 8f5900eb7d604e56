import type { CampaignProblem } from '../../core/campaigns/problems.ts';
import { ApiError } from '../problems.ts';

/** @throws ApiError campaign_has_errors; warnings don't block */
export function refuseErrors(problems: readonly CampaignProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new ApiError('campaign_has_errors', {
    detail: errors[0]?.message,
    errors: errors.map(({ field, message }) => ({ field, message })),
    campaignProblems: errors,
  });
}
