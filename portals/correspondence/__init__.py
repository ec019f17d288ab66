"""Messages, notices and documents as the pages of bidders, officers, observers and the public show them."""
