"""Other ways to find passages, built to be measured beside this product. Each file knows one of them."""
