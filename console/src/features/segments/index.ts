// Segments: their sizes, how they move, and the rule that decides who is in.
import { Layers } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'segments.read'
const WRITE = 'segments.write'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/segments',
    name: 'segments',
    meta: { titleKey: 'segments.title', permission: PERMISSION },
    component: () => import('@/features/segments/pages/SegmentsPage.vue'),
  },
  {
    path: '/segments/new',
    name: 'segment-new',
    meta: { titleKey: 'builder.new_title', permission: WRITE },
    component: () => import('@/features/segments/pages/SegmentEditPage.vue'),
  },
  {
    path: '/segments/overlap',
    name: 'segment-overlap',
    meta: { titleKey: 'builder.overlap.title', permission: PERMISSION },
    component: () => import('@/features/segments/pages/OverlapPage.vue'),
  },
  {
    path: '/segments/:segmentCode/edit',
    name: 'segment-edit',
    meta: { titleKey: 'builder.edit_title', permission: WRITE },
    component: () => import('@/features/segments/pages/SegmentEditPage.vue'),
    props: true,
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
