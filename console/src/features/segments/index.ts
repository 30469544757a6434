// Segments: their sizes, how they move, and the rule that decides who is in.
import { Layers } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'segments.read'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/segments',
    name: 'segments',
    meta: { titleKey: 'segments.title', permission: PERMISSION },
    component: () => import('@/features/segments/pages/SegmentsPage.vue'),
  },
  {
    path: '/segments/:segmentCode',
    name: 'segment',
    meta: { titleKey: 'segments.title', permission: PERMISSION },
    component: () => import('@/features/segments/pages/SegmentPage.vue'),
    props: true,
  },
]

export const navigationItem: NavigationItem = {
  routeName: 'segments',
  labelKey: 'segments.title',
  icon: Layers,
  permission: PERMISSION,
  groupKey: 'shell.group.people',
}
