// Campaigns: whom they speak to, about what, within which limits, and what came of it; and the templates of what they say.
import { Mail, Megaphone } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'campaigns.read'
const MESSAGES = 'messages.read'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/campaigns',
    name: 'campaigns',
    meta: { titleKey: 'campaigns.title', permission: PERMISSION },
    component: () => import('@/features/campaigns/pages/CampaignsPage.vue'),
  },
  {
    path: '/campaigns/:campaignCode',
    name: 'campaign',
    meta: { titleKey: 'campaigns.title', permission: PERMISSION },
    component: () => import('@/features/campaigns/pages/CampaignPage.vue'),
    props: true,
  },
  {
    path: '/campaigns/:campaignCode/edit',
    name: 'campaign-edit',
    meta: { titleKey: 'campaigns.title', permission: 'campaigns.write' },
    component: () => import('@/features/campaigns/pages/CampaignEditPage.vue'),
    props: true,
  },
  {
    path: '/message-templates',
    name: 'message-templates',
    meta: { titleKey: 'templates.title', permission: MESSAGES },
    component: () => import('@/features/campaigns/pages/TemplatesPage.vue'),
  },
  {
    path: '/message-templates/:templateCode',
    name: 'message-template',
    meta: { titleKey: 'templates.title', permission: MESSAGES },
    component: () => import('@/features/campaigns/pages/TemplatePage.vue'),
    props: true,
  },
]

export const navigationItems: readonly NavigationItem[] = [
  { routeName: 'campaigns', labelKey: 'campaigns.title', icon: Megaphone, permission: PERMISSION, groupKey: 'shell.group.engage' },
  { routeName: 'message-templates', labelKey: 'templates.title', icon: Mail, permission: MESSAGES, groupKey: 'shell.group.engage' },
]
