"""Voucher pools and vouchers over HTTP. Not here: codes and their use (`loyalty.vouchers`)."""
