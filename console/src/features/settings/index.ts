// Settings: who may sign in, channels, limits and languages of messages, keys of machines, webhooks, what one may change of oneself.
import { BellMinus, KeyRound, Languages, RadioTower, UserCog, UsersRound, Webhook } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const GROUP = 'shell.group.settings'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/settings/users',
    name: 'users',
    meta: { titleKey: 'settings.users.title', permission: 'users.read' },
    component: () => import('@/features/settings/pages/UsersPage.vue'),
  },
  {
    path: '/settings/api-keys',
    name: 'api-keys',
    meta: { titleKey: 'settings.keys.title', permission: 'keys.read' },
    component: () => import('@/features/settings/pages/KeysPage.vue'),
  },
  {
    path: '/settings/webhooks',
    name: 'webhooks',
    meta: { titleKey: 'settings.webhooks.title', permission: 'webhooks.read' },
    component: () => import('@/features/settings/pages/WebhooksPage.vue'),
  },
  {
    path: '/settings/webhooks/:id',
    name: 'webhook',
    props: true,
    meta: { titleKey: 'settings.webhooks.title', permission: 'webhooks.read' },
    component: () => import('@/features/settings/pages/WebhookPage.vue'),
  },
  {
    path: '/settings/channels',
    name: 'channels',
    meta: { titleKey: 'settings.channels.title', permission: 'messages.read' },
    component: () => import('@/features/settings/pages/ChannelsPage.vue'),
  },
  {
    path: '/settings/contact-policy',
    name: 'contact-policy',
    meta: { titleKey: 'settings.policy.title', permission: 'messages.read' },
    component: () => import('@/features/settings/pages/PolicyPage.vue'),
  },
  {
    path: '/settings/languages',
    name: 'languages',
    meta: { titleKey: 'settings.languages.title', permission: 'messages.read' },
    component: () => import('@/features/settings/pages/LanguagesPage.vue'),
  },
  {
    path: '/settings/account',
    name: 'account',
    meta: { titleKey: 'settings.account.title' },
    component: () => import('@/features/settings/pages/AccountPage.vue'),
  },
]

export const navigationItems: readonly NavigationItem[] = [
  { routeName: 'channels', labelKey: 'settings.channels.title', icon: RadioTower, permission: 'messages.read', groupKey: GROUP },
  { routeName: 'contact-policy', labelKey: 'settings.policy.title', icon: BellMinus, permission: 'messages.read', groupKey: GROUP },
  { routeName: 'languages', labelKey: 'settings.languages.title', icon: Languages, permission: 'messages.read', groupKey: GROUP },
  { routeName: 'users', labelKey: 'settings.users.title', icon: UsersRound, permission: 'users.read', groupKey: GROUP },
  { routeName: 'api-keys', labelKey: 'settings.keys.title', icon: KeyRound, permission: 'keys.read', groupKey: GROUP },
  { routeName: 'webhooks', labelKey: 'settings.webhooks.title', icon: Webhook, permission: 'webhooks.read', groupKey: GROUP },
  { routeName: 'account', labelKey: 'settings.account.title', icon: UserCog, permission: 'figures.read', groupKey: GROUP },
]
