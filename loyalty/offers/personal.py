"""What suits each customer within an offered category: the coupon and the product that the models name. Not here: which category."""

from datetime import date

from sqlalchemy import Date, Subquery, column, func, select, table

COUPONS = table(
    "coupons",
    *(
        column("customer_id"),
        column("as_of_on", Date),
        column("campaign_id"),
        column("coupon_rank"),
        column("coupon_id"),
        column("product_id"),
    ),
    schema="scores",
)
NEXT_BASKETS = table(
    "next_basket", column("customer_id"), column("as_of_on", Date), column("product_rank"), column("product_id"), schema="scores"
)
PRODUCTS = table("dim_products", column("product_id"), column("title"), column("category_code"), schema="marts")


def best_coupons(as_of_on: date) -> Subquery:
    """One row per customer, campaign and category: the coupon ranked first, and the likeliest product on it."""
    whose = (COUPONS.c.customer_id, COUPONS.c.campaign_id, PRODUCTS.c.category_code)
    place = func.row_number().over(partition_by=whose, order_by=(COUPONS.c.coupon_rank, COUPONS.c.product_id)).label("place")
    ranked = (
        select(*whose, COUPONS.c.coupon_id, COUPONS.c.product_id, PRODUCTS.c.title, place)
        .join_from(COUPONS, PRODUCTS, COUPONS.c.product_id == PRODUCTS.c.product_id)
        .where(COUPONS.c.as_of_on == as_of_on)
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery("best_coupons")


def best_products(as_of_on: date) -> Subquery:
    """One row per customer and category: the likeliest product of it in the next basket."""
    whose = (NEXT_BASKETS.c.customer_id, PRODUCTS.c.category_code)
    place = func.row_number().over(partition_by=whose, order_by=NEXT_BASKETS.c.product_rank).label("place")
    ranked = (
        select(*whose, NEXT_BASKETS.c.product_id, PRODUCTS.c.title, place)
        .join_from(NEXT_BASKETS, PRODUCTS, NEXT_BASKETS.c.product_id == PRODUCTS.c.product_id)
        .where(NEXT_BASKETS.c.as_of_on == as_of_on)
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery("best_products")
