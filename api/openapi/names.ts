/** Shapes that get a name of their own under `components`: every object that the contract's modules export. */
import { z } from 'zod';
import * as apiKeys from '../../core/api/api-keys.ts';
import * as campaigns from '../../core/api/campaigns.ts';
import * as contactEvents from '../../core/api/contact-events.ts';
import * as flowJobs from '../../core/api/flow-jobs.ts';
import * as flowVersions from '../../core/api/flow-versions.ts';
import * as media from '../../core/api/media.ts';
import * as organizations from '../../core/api/organizations.ts';
import * as schemas from '../../core/api/schemas.ts';
import * as secrets from '../../core/api/secrets.ts';
import * as webhookEvents from '../../core/api/webhook-events.ts';
import * as webhooks from '../../core/api/webhooks.ts';
import * as segments from '../../core/api/segments.ts';
import * as templates from '../../core/api/templates.ts';

const modules = [
  schemas,
  apiKeys,
  campaigns,
  contactEvents,
  flowJobs,
  flowVersions,
  media,
  organizations,
  secrets,
  segments,
  templates,
  webhooks,
  webhookEvents,
];

/** Schema to its name: `flowRun` is `FlowRun`. */
export const named = z.registry<{ id: string }>();

for (const module of modules) {
  for (const [name, value] of Object.entries(module)) {
    if (value instanceof z.ZodObject && !named.has(value)) {
      named.add(value, { id: name[0]!.toUpperCase() + name.slice(1) });
    }
  }
}
