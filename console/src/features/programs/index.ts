// Programs: what purchases earn, on which tiers members stand, and what a change would do before it is made.
import { Trophy } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'programs.read'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/programs/new',
    name: 'program-new',
    meta: { titleKey: 'programs.new', permission: 'programs.write' },
    component: () => import('@/features/programs/pages/ProgramNewPage.vue'),
  },
  {
    path: '/programs/:programCode?',
    name: 'programs',
    meta: { titleKey: 'programs.title', permission: PERMISSION },
    component: () => import('@/features/programs/pages/ProgramPage.vue'),
    props: true,
  },
]

export const navigationItem: NavigationItem = {
  routeName: 'programs',
  labelKey: 'programs.title',
  icon: Trophy,
  permission: PERMISSION,
  groupKey: 'shell.group.people',
}
