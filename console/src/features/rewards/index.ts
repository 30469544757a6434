// What points and promotions give: rewards, voucher pools, promotions, each with what is left of it.
import { Gift } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'rewards.read'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/rewards',
    name: 'rewards',
    meta: { titleKey: 'rewards.title', permission: PERMISSION },
    component: () => import('@/features/rewards/pages/RewardsPage.vue'),
  },
]

export const navigationItem: NavigationItem = {
  routeName: 'rewards',
  labelKey: 'rewards.title',
  icon: Gift,
  permission: PERMISSION,
  groupKey: 'shell.group.people',
}
