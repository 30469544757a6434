// The start: how the program does, and what waits for somebody.
import { House } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'figures.read'

export const homeRoute: RouteRecordRaw = {
  path: '/',
  name: 'home',
  meta: { titleKey: 'home.title', permission: PERMISSION },
  component: () => import('@/features/home/pages/HomePage.vue'),
}

export const navigationItem: NavigationItem = {
  routeName: 'home',
  labelKey: 'home.title',
  icon: House,
  permission: PERMISSION,
  groupKey: 'shell.group.overview',
}
