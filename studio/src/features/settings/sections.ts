/** The sections of the settings, in the order of their menu. A new one is a folder here and a line below. */
import {
  Building2,
  CircleUser,
  Database,
  KeyRound,
  ListChecks,
  MessageCircle,
  ScrollText,
  ShieldCheck,
  TriangleAlert,
  Users,
  UsersRound,
  Webhook,
  type LucideIcon,
} from 'lucide-react';
import { lazy, type ComponentType } from 'react';
import type { Permission } from '../../../../core/api/permissions.ts';

export interface SettingsSection {
  /** Its place in the address: `/settings/{id}`. */
  id: string;
  label: string;
  icon: LucideIcon;
  /** Who sees it. */
  needs: Permission;
  component: ComponentType;
}

function section(load: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => ({ default: await load() }));
}

export const settingsSections: readonly SettingsSection[] = [
  {
    id: 'organization',
    label: 'Workspace',
    icon: Building2,
    needs: 'organization:read',
    component: section(
      async () => (await import('./organization/organization-section.tsx')).OrganizationSection,
    ),
  },
  {
    id: 'whatsapp',
    label: 'WhatsApp',
    icon: MessageCircle,
    needs: 'channels:read',
    component: section(async () => (await import('./whatsapp/whatsapp-section.tsx')).WhatsappSection),
  },
  {
    id: 'api-keys',
    label: 'API keys',
    icon: KeyRound,
    needs: 'apiKeys:read',
    component: section(async () => (await import('./api-keys/api-keys-section.tsx')).ApiKeysSection),
  },
  {
    id: 'webhooks',
    label: 'Webhooks',
    icon: Webhook,
    needs: 'webhooks:read',
    component: section(async () => (await import('./webhooks/webhooks-section.tsx')).WebhooksSection),
  },
  {
    id: 'members',
    label: 'Members',
    icon: Users,
    needs: 'members:read',
    component: section(async () => (await import('./members/members-section.tsx')).MembersSection),
  },
  {
    id: 'teams',
    label: 'Teams',
    icon: UsersRound,
    needs: 'members:read',
    component: section(async () => (await import('./teams/teams-section.tsx')).TeamsSection),
  },
  {
    id: 'profile',
    label: 'Your profile',
    icon: CircleUser,
    needs: 'organization:read',
    component: section(async () => (await import('./profile/profile-section.tsx')).ProfileSection),
  },
  {
    id: 'data',
    label: 'Data',
    icon: Database,
    needs: 'organization:read',
    component: section(async () => (await import('./data/data-section.tsx')).DataSection),
  },
  {
    id: 'audit',
    label: 'Audit log',
    icon: ScrollText,
    needs: 'audit:read',
    component: section(async () => (await import('./audit/audit-section.tsx')).AuditSection),
  },
  {
    id: 'failed-deliveries',
    label: 'Failed deliveries',
    icon: TriangleAlert,
    needs: 'deadLetters:read',
    component: section(
      async () => (await import('./dead-letters/dead-letters-section.tsx')).DeadLettersSection,
    ),
  },
  {
    id: 'attributes',
    label: 'Attributes',
    icon: ListChecks,
    needs: 'contacts:read',
    component: section(async () => (await import('./attributes/attributes-section.tsx')).AttributesSection),
  },
  {
    id: 'consent',
    label: 'Consent',
    icon: ShieldCheck,
    needs: 'contacts:read',
    component: section(async () => (await import('./consent/consent-section.tsx')).ConsentSection),
  },
];
