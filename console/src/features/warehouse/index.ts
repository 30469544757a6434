// The warehouse: whether it answers, and what of it readers see.
import { Database } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'profiles.read'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/warehouse',
    name: 'warehouse',
    meta: { titleKey: 'warehouse.title', permission: PERMISSION },
    component: () => import('@/features/warehouse/pages/WarehousePage.vue'),
  },
]

export const navigationItem: NavigationItem = {
  routeName: 'warehouse',
  labelKey: 'warehouse.title',
  icon: Database,
  permission: PERMISSION,
  groupKey: 'shell.group.data',
}
