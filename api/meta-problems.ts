/** What Meta says no to, as problems of this API. */
import { MetaError } from '../platform/whatsapp/ask-meta.ts';
import { ApiError, type ProblemCode } from './problems.ts';

/** By Meta's subcode: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes */
const templateRefusals: Readonly<Record<number, ProblemCode>> = {
  2388019: 'template_limit',
  2388023: 'template_name_blocked',
  2388024: 'template_exists',
  2388039: 'wrong_template_status',
  2388318: 'wrong_template_status',
  2388330: 'wrong_template_status',
  2593002: 'wrong_template_status',
};

/** Asks, and says no as Meta does, in its words. */
export async function askingMeta<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof MetaError)) throw error;
    throw new ApiError(codeOf(error), { detail: error.message }, { cause: error });
  }
}

function codeOf({ code, subcode }: MetaError): ProblemCode {
  switch (code) {
    case 'token_refused':
      return 'token_refused';
    case 'refused':
      return templateRefusals[subcode ?? 0] ?? 'template_refused';
    case 'throttled':
      return 'whatsapp_throttled';
    case 'media_not_found':
    case 'foreign_address':
    case 'whatsapp_unavailable':
      return 'whatsapp_unavailable';
  }
}
