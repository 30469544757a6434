"""Coupon response: which of a campaign's coupon products a household buys while it runs. Not here: categories, next baskets."""
