"""What buyers do afterwards: claims, chargebacks, feedback, returns."""

from __future__ import annotations

from datetime import timedelta

from make import stories
from make.dice import Dice, Quota
from make.sellers import Account, Seller
from make.world import Claim, Order, Return, World

RETURN_REASONS = {
    "amazon": ("CR-DEFECTIVE", "CR-UNWANTED_ITEM", "AMZ-PG-BAD-DESC", "CR-ORDERED_WRONG_ITEM"),
    "mercadolibre": ("El producto llegó dañado", "Me arrepentí de la compra", "No es lo que esperaba"),
    "walmart": ("Damaged", "Changed mind", "Not as described"),
}


def settle_orders(world: World) -> None:
    """Let buyers claim, rate and return."""
    for account in world.seller.accounts:
        desk = _Desk(world.seller, account)
        for order in world.orders[account.id]:
            if order.cancelled_at is None:
                desk.hear(order)


class _Desk:
    def __init__(self, seller: Seller, account: Account):
        self.seller, self.account = seller, account
        self.dice = Dice(seller.id, account.id, "aftermath")
        names = ("claim", "held claim", "not counted", "mediation", "negative", "neutral", "chargeback", "return")
        self.quota = {name: Quota(Dice(seller.id, account.id, name)) for name in names}

    def hear(self, order: Order) -> None:
        self._claim(order)
        self._rate(order)
        if order.claim is None and self.quota["return"].due(self.account.rates.returned):
            order.refund = self._return(order)
        if self.account.platform == "amazon" and self.quota["chargeback"].due(0.0004):
            order.chargeback_at = order.delivered_at + self._days(10, 30)

    def _claim(self, order: Order) -> None:
        share = stories.claim_share(self.seller, self.account, order.lines[0].offer.sku, order.day)
        held = order.parcel is not None and order.parcel.held_days > 0
        if held and self.quota["held claim"].due(0.008):
            opened = order.promised_at + self._days(1, 6)
        elif self.quota["claim"].due(share):
            opened = order.delivered_at + self._days(0.5, 6)
        else:
            return
        mediation = self.quota["mediation"].due(0.2)
        counts = not self.quota["not counted"].due(0.12)
        reason = "not received" if held else "defective"
        order.claim = Claim(opened, opened + self._days(2, 9), counts, mediation, reason)

    def _rate(self, order: Order) -> None:
        if self.account.platform == "mercadolibre":
            return
        if self.quota["negative"].due(self.account.rates.negative):
            order.feedback = (order.delivered_at + self._days(1, 14), self.dice.whole(1, 2))
        elif self.quota["neutral"].due(0.004):
            order.feedback = (order.delivered_at + self._days(1, 14), 3)

    def _return(self, order: Order) -> Return:
        requested = order.delivered_at + self._days(1, 15)
        received = requested + self._days(4, 12)
        reason = self.dice.pick(RETURN_REASONS[self.account.platform])
        return Return(requested, received, received + self._days(0.2, 3), reason)

    def _days(self, low: float, high: float) -> timedelta:
        return timedelta(seconds=int(self.dice.between(low, high) * 86400))
