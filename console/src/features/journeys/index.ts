// Journeys: the graphs that members walk, drawn, tried, published, and watched.
import { Waypoints } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'journeys.read'

export const routes: readonly RouteRecordRaw[] = [
  {
    path: '/journeys',
    name: 'journeys',
    meta: { titleKey: 'journeys.title', permission: PERMISSION },
    component: () => import('@/features/journeys/pages/JourneysPage.vue'),
  },
  {
    path: '/journeys/:journeyCode',
    name: 'journey',
    meta: { titleKey: 'journeys.title', permission: PERMISSION },
    component: () => import('@/features/journeys/pages/JourneyPage.vue'),
    props: true,
  },
]

export const navigationItem: NavigationItem = {
  routeName: 'journeys',
  labelKey: 'journeys.title',
  icon: Waypoints,
  permission: PERMISSION,
  groupKey: 'shell.group.engage',
}
