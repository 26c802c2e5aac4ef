"""What the tests share: where the texts lie, text fixtures, readable marks, and strategies made for Chinese."""
