/** The activity of the workflow `syncTemplates`. */
import { ApplicationFailure, heartbeat } from '@temporalio/activity';
import { MetaError } from '../../platform/whatsapp/ask-meta.ts';
import type { TemplateApi } from '../../platform/whatsapp/templates.ts';
import type { TemplateSyncActivities } from '../../workflows/housekeeping-contract.ts';
import type { WorkerContext } from '../context.ts';
import { readAccessToken } from '../gate/credentials.ts';
import { readTemplates } from './read-templates.ts';

export function createTemplateActivities(
  { sql, masterKey }: WorkerContext,
  templates: TemplateApi,
): TemplateSyncActivities {
  const context = {
    sql,
    templates,
    // As it is now: whoever has just given a new token waits for this very read.
    accessToken: (orgId: string, wabaAccountId: string) =>
      readAccessToken(sql, masterKey, orgId, wabaAccountId),
    onProgress: () => heartbeat(),
  };
  return {
    async readTemplates(input) {
      try {
        return await readTemplates(context, input);
      } catch (error) {
        if (!(error instanceof MetaError)) throw error;
        // Histories get a code: what Meta says may name things.
        throw ApplicationFailure.create({ message: 'The templates could not be read.', type: error.code });
      }
    },
  };
}
