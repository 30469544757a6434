// What points buy: the catalogue of rewards, pools of vouchers, and the queue of redemptions.
import { Gift, PackageCheck, Ticket } from '@lucide/vue'
import type { RouteRecordRaw } from 'vue-router'

import type { NavigationItem } from '@/lib/route'

const PERMISSION = 'rewards.read'

export const routes: readonly RouteRecordRaw[] = [
  { path: '/rewards', name: 'rewards', meta: { titleKey: 'rewards.title', permission: PERMISSION }, component: () => import('@/features/rewards/pages/RewardsPage.vue') },
  { path: '/rewards/:rewardCode', name: 'reward', meta: { titleKey: 'rewards.one', permission: PERMISSION }, component: () => import('@/features/rewards/pages/RewardPage.vue'), props: true },
  { path: '/voucher-pools', name: 'voucher-pools', meta: { titleKey: 'rewards.pools', permission: 'vouchers.read' }, component: () => import('@/features/rewards/pages/PoolsPage.vue') },
  { path: '/redemptions', name: 'redemptions', meta: { titleKey: 'rewards.queue.title', permission: 'redemptions.read' }, component: () => import('@/features/rewards/pages/RedemptionsPage.vue') },
]

export const navigationItems: readonly NavigationItem[] = [
  { routeName: 'rewards', labelKey: 'rewards.title', icon: Gift, permission: PERMISSION, groupKey: 'shell.group.people' },
  { routeName: 'redemptions', labelKey: 'rewards.queue.title', icon: PackageCheck, permission: 'redemptions.read', groupKey: 'shell.group.people' },
  { routeName: 'voucher-pools', labelKey: 'rewards.pools', icon: Ticket, permission: 'vouchers.read', groupKey: 'shell.group.people' },
]
