// Promotions: what is given beside the rules of the program, to whom, until when, and how much of the budget is used.
import { BadgePercent } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'promotions.read'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/promotions', name: 'promotions', meta: { titleKey: 'promotions.title', permission: PERMISSION }, component: () => import('@/features/promotions/pages/PromotionsPage.vue') },
  { path: '/promotions/:promotionCode', name: 'promotion', meta: { titleKey: 'promotions.one', permission: PERMISSION }, component: () => import('@/features/promotions/pages/PromotionPage.vue'), props: true },
]

export const navigationItem: NavigationItem = { routeName: 'promotions', labelKey: 'promotions.title', icon: BadgePercent, permission: PERMISSION, groupKey: 'shell.group.people' }
