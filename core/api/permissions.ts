/**
 * What one may do in an organisation: the table that the API, API keys, the studio and the policies of the database share. An
 * operation names the permission it needs; a person has those of their role; a key has those of its role that are among its scopes.
 */
import type { Role } from './schemas.ts';

/** Roles are ordered: each may do what those before it may. The same order as `public.org_role`. */
export const roleOrder = ['viewer', 'agent', 'admin', 'owner'] as const satisfies Role[];

/** Permission: the least role that has it, and what it means, in words for the settings of an API key. */
export const permissions = {
  'organization:read': { role: 'viewer', title: 'See the workspace’s name, time zone and opening times' },
  'organization:write': { role: 'admin', title: 'Change the workspace’s settings' },
  'organization:delete': { role: 'owner', title: 'Delete the workspace' },
  'members:read': { role: 'viewer', title: 'See members and teams' },
  'members:write': { role: 'admin', title: 'Invite, change and remove members; manage teams' },
  'apiKeys:read': { role: 'admin', title: 'See API keys' },
  'apiKeys:write': { role: 'admin', title: 'Make, take over and revoke API keys' },
  'webhooks:read': { role: 'admin', title: 'See webhooks and what was sent to them' },
  'webhooks:write': {
    role: 'admin',
    title: 'Make and change webhooks, which send what happens to other servers',
  },
  'audit:read': { role: 'admin', title: 'Read the audit log' },
  'channels:read': { role: 'viewer', title: 'See WhatsApp numbers and templates' },
  'channels:write': { role: 'admin', title: 'Connect WhatsApp accounts, change their secrets' },
  'templates:write': { role: 'admin', title: 'Make, change and delete message templates' },
  'contacts:read': { role: 'viewer', title: 'See contacts' },
  'contacts:write': { role: 'agent', title: 'Add and change contacts and what they consented to' },
  'contacts:import': { role: 'admin', title: 'Import contacts from files, and undo an import' },
  'contacts:export': { role: 'admin', title: 'Export contacts' },
  'contacts:erase': { role: 'admin', title: 'Erase people for good' },
  'segments:read': { role: 'viewer', title: 'See segments' },
  'segments:write': { role: 'admin', title: 'Make and change segments' },
  'campaigns:read': { role: 'viewer', title: 'See campaigns and what came of them' },
  'campaigns:write': { role: 'admin', title: 'Make, start and steer campaigns' },
  'events:write': { role: 'agent', title: 'Report events of contacts' },
  'conversations:read': { role: 'viewer', title: 'Read conversations' },
  'conversations:write': { role: 'agent', title: 'Assign conversations, change their state, write notes' },
  'messages:send': { role: 'agent', title: 'Send messages' },
  'analytics:read': { role: 'viewer', title: 'See the numbers of the workspace' },
  'flows:read': { role: 'viewer', title: 'See flows and their runs' },
  'flows:write': { role: 'admin', title: 'Change and publish flows, enrol contacts, work on many runs' },
  'runs:write': { role: 'agent', title: 'Pause, resume, retry, skip and end runs' },
  'deadLetters:read': { role: 'admin', title: 'See failed deliveries' },
  'deadLetters:replay': { role: 'admin', title: 'Try failed deliveries again, dismiss them' },
  'secrets:read': { role: 'viewer', title: 'See the names of secrets' },
  'secrets:write': { role: 'admin', title: 'Set and delete secrets' },
} as const satisfies Record<string, { role: Role; title: string }>;

export type Permission = keyof typeof permissions;

export function isAtLeast(role: Role, least: Role): boolean {
  return roleOrder.indexOf(role) >= roleOrder.indexOf(least);
}

/** @param scopes of an API key; null: everything that its role may do */
export function isAllowed(
  { role, scopes = null }: { role: Role; scopes?: readonly Permission[] | null },
  permission: Permission,
): boolean {
  return isAtLeast(role, permissions[permission].role) && (scopes === null || scopes.includes(permission));
}
