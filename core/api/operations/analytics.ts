/** Numbers of an organisation. */
import { analyticsOverview, analyticsQuery } from '../analytics.ts';
import { org, orgPath, type OperationGroup } from './operation.ts';

export const analyticsOperations = {
  getAnalyticsOverview: {
    method: 'get',
    path: `${orgPath}/analytics/overview`,
    summary: 'Messages, conversations, people and runs of some days; what changed is in them within a minute',
    access: 'analytics:read',
    params: org,
    query: analyticsQuery,
    response: analyticsOverview,
  },
} as const satisfies OperationGroup;
