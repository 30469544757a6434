// Models: which serve, how good they are, and why they were chosen.
import { BrainCircuit } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'models.read'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/models',
    name: 'models',
    meta: { titleKey: 'models.title', permission: PERMISSION },
    component: () => import('@/features/models/pages/ModelsPage.vue'),
  },
  {
    path: '/models/:name',
    name: 'model',
    props: true,
    meta: { titleKey: 'models.title', permission: PERMISSION },
    component: () => import('@/features/models/pages/ModelPage.vue'),
  },
]

export const navigationItem: NavigationItem = {
  routeName: 'models',
  labelKey: 'models.title',
  icon: BrainCircuit,
  permission: PERMISSION,
  groupKey: 'shell.group.data',
}
